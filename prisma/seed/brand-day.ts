import { TZDate } from '@date-fns/tz';
import { startOfDay } from 'date-fns';
import type { z } from 'zod';
import { type CatalogInput, catalogSchema } from '@/lib/catalog/schema';
import { type EventResult, type InventoryEvent, inventoryEventSchema } from '@/lib/ledger/events';
import { organisation } from '@/lib/shared/organisation';

/**
 * A brand's day, the demo of a first run. 847 kurtas lie in the warehouse that webshop and marketplace sell from; 124
 * of them are moved to three dark stores for a quick-commerce channel; a flash sale sells 312, 89 and 47. What is left
 * is 847 − 448 = 399: 322 in the warehouse and 77 in the dark stores. Systems that do not talk to each other would
 * believe in 847 − 312 = 535, 847 − 89 = 758 and 124 − 47 = 77, in sum 1,370.
 */
export const brandDay = {
  sku: 'KURTA-INDIGO-M',
  name: 'Indigo block-print kurta, M',
  units: 847,
  warehouse: 'bengaluru',
  darkStores: [
    { node: 'indiranagar', name: 'Dark store Indiranagar', moved: 50, sold: 19 },
    { node: 'koramangala', name: 'Dark store Koramangala', moved: 41, sold: 16 },
    { node: 'hsr-layout', name: 'Dark store HSR Layout', moved: 33, sold: 12 },
  ],
  channels: {
    webshop: { sold: 312, orderPrefix: 'W' },
    marketplace: { sold: 89, orderPrefix: 'M' },
    quick: { orderPrefix: 'Q' },
  },
} as const;

type FeedEvent = z.input<typeof inventoryEventSchema>;

/** How a channel of the brand is connected; without one it is told nothing and reports by events. */
export interface Connection {
  baseUrl: string;
  secret: string;
  pollSeconds: number;
}

export type BrandChannel = keyof typeof brandDay.channels;

/** An order of the day; `node` is the dark store that a quick-commerce order was placed at. */
export interface Sale {
  channel: BrandChannel;
  order: string;
  quantity: number;
  node?: string;
}

/** Shares are fixed, so that what the listings may sell adds up to all that is there: 161 + 161 + 31 + 25 + 21. */
export function brandDayCatalog(
  connections: Partial<Record<BrandChannel, Connection>> = {},
): z.input<typeof catalogSchema> {
  const { sku, warehouse, darkStores } = brandDay;
  const stores = darkStores.map(({ node }) => node);
  const locations = { locations: Object.fromEntries(stores.map((node) => [node, [node]])) };
  const connected = (channel: BrandChannel, config: Record<string, unknown> = {}) => {
    const connection = connections[channel];
    return connection === undefined
      ? { connector: 'none', config }
      : { connector: 'open', config: { ...config, ...connection } };
  };
  const mode = 'fixed_share' as const;
  return {
    skus: [
      {
        sku,
        name: brandDay.name,
        category: 'Kurtas',
        unitCost: 540,
        price: 1499,
        currency: 'INR',
        barcodes: ['8901234567890'],
        caseQuantity: 12,
      },
    ],
    nodes: [
      {
        node: warehouse,
        name: 'Warehouse Bengaluru',
        kind: 'warehouse',
        timeZone: organisation.timeZone,
      },
      ...darkStores.map(({ node, name }) => ({
        node,
        name,
        kind: 'dark_store' as const,
        timeZone: organisation.timeZone,
      })),
    ],
    channels: [
      {
        channel: 'webshop',
        name: 'Webshop',
        kind: 'webshop',
        sources: [warehouse],
        ...connected('webshop'),
      },
      {
        channel: 'marketplace',
        name: 'Marketplace',
        kind: 'marketplace',
        feePercent: 18,
        sources: [warehouse],
        ...connected('marketplace'),
      },
      {
        channel: 'quick',
        name: 'Quick commerce',
        kind: 'quick_commerce',
        feePercent: 22,
        sources: stores,
        ...connected('quick', locations),
      },
    ],
    listings: [
      { channel: 'webshop', sku, mode },
      { channel: 'marketplace', sku, mode },
      ...stores.map((location) => ({ channel: 'quick', sku, location, mode })),
    ],
  };
}

/** Delivered the day before, and carried to the dark stores on the morning of the day. */
export function brandDaySupply(now: Date): FeedEvent[] {
  const { sku, units, warehouse, darkStores } = brandDay;
  const day = dayUntil(now);
  const events: FeedEvent[] = [
    {
      source: 'wms',
      id: `GRN-${day.name}`,
      type: 'receipt',
      occurredAt: new Date(day.startMs - delivered_before_ms).toISOString(),
      sku,
      quantity: units,
      node: warehouse,
      purchaseOrder: `PO-${day.name}`,
      unitCost: 540,
    },
  ];
  for (const [index, { node, moved }] of darkStores.entries()) {
    const transfer = {
      source: 'wms',
      sku,
      quantity: moved,
      transfer: `T-${day.name}-${index + 1}`,
      line: '1',
      from: warehouse,
      to: node,
    };
    events.push(
      {
        ...transfer,
        id: `${transfer.transfer}-dispatched`,
        type: 'transfer_dispatched',
        occurredAt: day.at(0.1),
      },
      {
        ...transfer,
        id: `${transfer.transfer}-received`,
        type: 'transfer_received',
        occurredAt: day.at(0.2),
      },
    );
  }
  return events;
}

/** The orders of the flash sale, channel by channel, of one to three units each. */
export function brandDaySales(): Sale[] {
  const { channels, darkStores } = brandDay;
  const orders = (channel: BrandChannel, sold: number, from: number, node?: string): Sale[] =>
    splitUnits(sold).map((quantity, index) => ({
      channel,
      order: `${channels[channel].orderPrefix}-${String(from + index + 1).padStart(4, '0')}`,
      quantity,
      ...(node === undefined ? {} : { node }),
    }));
  const quick: Sale[] = [];
  for (const { node, sold } of darkStores) quick.push(...orders('quick', sold, quick.length, node));
  return [
    ...orders('webshop', channels.webshop.sold, 0),
    ...orders('marketplace', channels.marketplace.sold, 0),
    ...quick,
  ];
}

/** Everything of the day in order of time: delivered, moved, ordered, shipped. */
export function brandDayEvents(now: Date): FeedEvent[] {
  const day = dayUntil(now);
  const { sku } = brandDay;
  const sales = brandDaySales();
  const sold = Object.keys(brandDay.channels).flatMap((channel) => {
    const its = sales.filter((sale) => sale.channel === channel);
    return its.flatMap(({ order, quantity, node }, index): FeedEvent[] => {
      const placed = sale_begins + ((sale_ends - sale_begins) * index) / its.length;
      const line = { sku, quantity, channel, order, line: '1', ...(node === undefined ? {} : { node }) };
      return [
        {
          ...line,
          source: channel,
          id: `${day.name}-${order}-placed`,
          type: 'order_placed',
          occurredAt: day.at(placed),
        },
        {
          ...line,
          source: 'wms',
          id: `${day.name}-${order}-shipped`,
          type: 'order_shipped',
          occurredAt: day.at(placed + packed_within),
        },
      ];
    });
  });
  const inTime = (event: FeedEvent) => Date.parse(event.occurredAt);
  return [...brandDaySupply(now), ...sold].sort((a, b) => inTime(a) - inTime(b));
}

/** The ways in that everybody has: the catalogue's and the ledger's. */
export interface BrandDayPorts {
  putCatalog(catalog: CatalogInput): Promise<{ ok: true } | { ok: false; refusal: { detail: string } }>;
  post(events: readonly InventoryEvent[]): Promise<readonly EventResult[]>;
  now: Date;
}

/** Plays the day; throws where anything of it is refused. */
export async function playBrandDay(ports: BrandDayPorts): Promise<void> {
  const put = await ports.putCatalog(catalogSchema.parse(brandDayCatalog()));
  if (!put.ok) throw new Error(`The demo brand's catalogue was refused: ${put.refusal.detail}`);
  const events = brandDayEvents(ports.now).map((event) => inventoryEventSchema.parse(event));
  const refused = (await ports.post(events)).find((result) => result.status === 'refused');
  if (refused !== undefined)
    throw new Error(`An event of the demo brand was refused: ${refused.id}: ${refused.detail}`);
}

const delivered_before_ms = 14 * 3_600_000;
/** Parts of the time from midnight until now. */
const sale_begins = 0.3;
const sale_ends = 0.9;
const packed_within = 0.05;

/**
 * The part of the organisation's day that has passed: everything happens in it, shortly after midnight in a hurry, so
 * that it is always the same day for whoever compares the day's figures.
 */
function dayUntil(now: Date) {
  const start = new TZDate(startOfDay(new TZDate(now, organisation.timeZone)), organisation.timeZone);
  const startMs = start.getTime();
  return {
    startMs,
    name: `${start.getFullYear()}${String(start.getMonth() + 1).padStart(2, '0')}${String(start.getDate()).padStart(2, '0')}`,
    /** The instant at which this part of it had passed, 0 to 1. */
    at: (part: number) => new Date(startMs + Math.floor((now.getTime() - startMs) * part)).toISOString(),
  };
}

const units_per_order = [1, 1, 2, 1, 3, 1, 1, 2];

function splitUnits(units: number): number[] {
  const orders: number[] = [];
  for (let left = units; left > 0; left -= orders.at(-1) ?? 0)
    orders.push(Math.min(left, units_per_order[orders.length % units_per_order.length] ?? 1));
  return orders;
}
