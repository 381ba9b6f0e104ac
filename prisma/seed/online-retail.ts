import { createReadStream } from 'node:fs';
import { pipeline } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import type { z } from 'zod';
import type { catalogSchema } from '@/lib/catalog/schema';
import type { inventoryEventSchema } from '@/lib/ledger/events';

/**
 * Real history: the order lines of a wholesaler over a year (see data/online-retail/README.md), as the catalogue and
 * the events that its systems would have sent. The same rows give the same events, always.
 */
export interface RetailRow {
  /** The place of the row in the file, from 1. */
  number: number;
  /** ISO 8601, UTC. */
  at: string;
  order: string;
  sku: string;
  /** Whole units; negative on credit notes. */
  units: number;
  /** GBP per unit. */
  price: number;
  /** Whether the wholesaler knew the customer. */
  known: boolean;
}

type Catalog = z.input<typeof catalogSchema>;
export type FeedEvent = z.input<typeof inventoryEventSchema>;

export const retail_node = 'uk-warehouse';
const source = 'online-retail';
const opening_day = '2010-11-30';
const file = fileURLToPath(new URL('data/online-retail/online_retail_top165.csv.gz', import.meta.url));

export async function readOnlineRetail(): Promise<RetailRow[]> {
  const rows: RetailRow[] = [];
  const lines = parse({ columns: true });
  // A file that cannot be read has to end the loop below with an error: the pipeline hands it on, `pipe` would not.
  pipeline(createReadStream(file), createGunzip(), lines, () => undefined);
  for await (const line of lines) {
    const { ts, order, sku, qty, price, cust }: Record<string, string> = line;
    if (ts === undefined || order === undefined || sku === undefined)
      throw new Error(`Row ${rows.length + 1} of ${file} has too few columns.`);
    rows.push({
      number: rows.length + 1,
      at: `${ts}:00.000Z`,
      order,
      sku,
      units: Number(qty),
      price: Number(price),
      known: cust === 'w',
    });
  }
  return rows;
}

/** Known customers bought wholesale, all others in the webshop; one warehouse serves both. */
export function retailCatalog(rows: readonly RetailRow[]): Catalog {
  const prices = new Map<string, number>();
  for (const { sku, price } of rows) if (!prices.has(sku)) prices.set(sku, price);
  const channel = { connector: 'none', sources: [retail_node] };
  return {
    skus: [...prices].map(([sku, price]) => ({
      sku,
      name: `Gift article ${sku}`,
      category: 'Gifts',
      price,
      currency: 'GBP',
    })),
    nodes: [
      { node: retail_node, name: 'Warehouse, UK', kind: 'warehouse' as const, timeZone: 'Europe/London' },
    ],
    channels: [
      { channel: 'wholesale', name: 'Wholesale', kind: 'wholesale' as const, ...channel },
      { channel: 'webshop', name: 'Webshop', kind: 'webshop' as const, ...channel },
    ],
    listings: [...prices.keys()].flatMap((sku) => [
      { channel: 'wholesale', sku },
      { channel: 'webshop', sku },
    ]),
  };
}

/** What lay there before the first row: of each SKU exactly what was sold of it in the year. */
export function retailOpening(rows: readonly RetailRow[]): FeedEvent[] {
  const sold = new Map<string, number>();
  for (const { sku, units } of rows) if (units > 0) sold.set(sku, (sold.get(sku) ?? 0) + units);
  return [...sold].map(([sku, quantity]) => ({
    source,
    id: `${opening_day.replaceAll('-', '')}-opening-${sku}`,
    type: 'receipt',
    occurredAt: `${opening_day}T00:00:00.000Z`,
    sku,
    quantity,
    node: retail_node,
  }));
}

/**
 * The two events of a row: an order's line is placed and shipped at once, for the file does not tell when it left; a
 * credit note's units come back and are put on the shelf. Ids begin with the date and the row, so they rise with time.
 */
export function retailEvents(row: RetailRow): [FeedEvent, FeedEvent] {
  const prefix = `${row.at.slice(0, 10).replaceAll('-', '')}-${String(row.number).padStart(6, '0')}`;
  const base = { source, occurredAt: row.at, sku: row.sku, quantity: Math.abs(row.units) };
  if (row.units < 0) {
    const back = { ...base, node: retail_node, reference: row.order };
    return [
      { ...back, id: `${prefix}-1-returned`, type: 'return_received' },
      {
        ...back,
        id: `${prefix}-2-restocked`,
        type: 'return_inspected',
        disposition: 'available',
        reason: 'restocked',
      },
    ];
  }
  const line = {
    ...base,
    channel: row.known ? 'wholesale' : 'webshop',
    order: row.order,
    line: String(row.number),
  };
  return [
    { ...line, id: `${prefix}-1-placed`, type: 'order_placed' },
    { ...line, id: `${prefix}-2-shipped`, type: 'order_shipped' },
  ];
}
