import type { ClientBase } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import type { LoggedEvent } from '@/lib/ledger/server/commit-order';
import { type LineCounters, type LineEvent, unitsOf } from '../../escrow/order-units';
import { escrowRules } from '../../escrow/rules';
import { recentlySold } from './recently-sold';
import type { SkuBooks } from './sku-books';

interface OrderEvent {
  sku: string;
  sequence: number;
  at: number;
  recordedAt: number;
  channel: string;
  order: string;
  line: string;
  node: string | undefined;
  beforeConnection: boolean;
  /** When the channel cancelled, by its clock; null = not told. */
  cancelledAt: number | null;
  change: LineEvent;
}

/**
 * Books what channels sold and cancelled, in commit order: the rights and exposure of the listing it came from, and what
 * is known of what it shows. What it did to the stock needs no booking, since the float is derived from the stock. The
 * caller holds the locks; whatever else an event was about is passed over.
 */
export async function bookEvents(
  client: ClientBase,
  books: ReadonlyMap<string, SkuBooks>,
  events: readonly LoggedEvent[],
): Promise<void> {
  const booked = await bookInMemory(client, books, events);
  if (booked.orders.length > 0) await saveLines(client, booked.orders, booked.lines);
}

/** The same without storing anything: for who only looks. */
export async function bookInMemory(
  client: ClientBase,
  books: ReadonlyMap<string, SkuBooks>,
  events: readonly LoggedEvent[],
): Promise<{ orders: OrderEvent[]; lines: Map<string, Line> }> {
  const placed = events.flatMap((event) => {
    const order = orderOf(event);
    const ofSku = books.get(event.sku);
    const listing = order === null ? undefined : ofSku?.listingFor(order.channel, order.node);
    return order === null || ofSku === undefined || listing === undefined ? [] : [{ order, ofSku, listing }];
  });
  const orders = placed.map(({ order }) => order);
  if (orders.length === 0) return { orders, lines: new Map() };
  const lines = await readLines(client, orders);
  for (const { order, ofSku, listing } of placed) {
    const key = lineKey(order);
    const line = lines.get(key) ?? { counters: null, began: null };
    const { after, ordered, cancelled, restocked } = unitsOf(
      line.counters,
      order.change,
      line.began === null || line.began === order.sequence,
    );
    const told = line.counters === null && order.beforeConnection;
    lines.set(key, { counters: after, began: line.began });
    if (told) continue;
    if (ordered > 0) bookOrder(ofSku, listing, order, ordered);
    if (restocked > 0) bookCancellation(ofSku, listing, order, restocked, 'may');
    if (cancelled > restocked) bookCancellation(ofSku, listing, order, cancelled - restocked, 'never');
  }
  return { orders, lines };
}

function bookOrder(books: SkuBooks, listing: string, order: OrderEvent, units: number): void {
  const row = books.rowOf(listing);
  row.recent = recentlySold(row, { at: order.at, units }, order.recordedAt);
  // What it showed when it was first read already lacked these units.
  if (row.since !== null && order.at <= row.since) return;
  const node = order.node ?? books.channel(listing).nodes[0] ?? '';
  books.book(escrowRules.recordOrder(books.state, { channel: listing, node, units, at: order.at }));
  if (order.at > row.estimateAt) row.estimate -= units;
}

/** Where it was not told when units were put back, that counts as both before and after everything. */
function bookCancellation(
  books: SkuBooks,
  listing: string,
  order: OrderEvent,
  units: number,
  restock: 'may' | 'never',
): void {
  const node = order.node ?? books.channel(listing).nodes[0] ?? '';
  books.book(
    escrowRules.recordCancellation(books.state, {
      channel: listing,
      node,
      units,
      at: order.cancelledAt,
      restock,
    }),
  );
}

function orderOf(event: LoggedEvent): OrderEvent | null {
  if (event.refusal !== null) return null;
  if (!['order_placed', 'order_cancelled', 'order_snapshot'].includes(event.type)) return null;
  const content = JSON.parse(event.content) as {
    channel: string;
    order: string;
    line: string;
    node?: string;
    ordered?: number;
    cancelled?: number;
    cancelledAt?: string;
    restocked?: number;
    beforeConnection?: boolean;
  };
  const change: LineEvent =
    event.type === 'order_snapshot'
      ? {
          type: 'order_snapshot',
          ordered: content.ordered ?? 0,
          cancelled: content.cancelled ?? 0,
          ...(content.restocked === undefined ? {} : { restocked: content.restocked }),
        }
      : {
          type: event.type === 'order_placed' ? 'order_placed' : 'order_cancelled',
          quantity: event.quantity ?? 0,
        };
  return {
    sku: event.sku,
    sequence: event.sequence,
    at: event.occurredAt.getTime(),
    recordedAt: event.recordedAt.getTime(),
    channel: content.channel,
    order: content.order,
    line: content.line,
    node: content.node,
    beforeConnection: content.beforeConnection === true,
    cancelledAt: content.cancelledAt === undefined ? null : Date.parse(content.cancelledAt),
    change,
  };
}

/** What is not booked yet but may have come back to the float: units cancelled by events after this one, by SKU. */
export function cancelledUnits(
  events: readonly Pick<LoggedEvent, 'sku' | 'type' | 'quantity' | 'content'>[],
) {
  const units = new Map<string, number>();
  for (const event of events) {
    const cancelled =
      event.type === 'order_cancelled'
        ? (event.quantity ?? 0)
        : Number((JSON.parse(event.content) as { cancelled?: number }).cancelled ?? 0);
    units.set(event.sku, (units.get(event.sku) ?? 0) + cancelled);
  }
  return units;
}

type Line = { counters: LineCounters | null; began: number | null };

function lineKey({ sku, channel, order, line }: Pick<OrderEvent, 'sku' | 'channel' | 'order' | 'line'>) {
  return JSON.stringify([sku, channel, order, line]);
}

function columnsOf(orders: readonly OrderEvent[]) {
  const byKey = new Map(orders.map((order) => [lineKey(order), order]));
  const lines = [...byKey.values()];
  return {
    lines,
    values: [
      lines.map(({ sku }) => bucketOf(sku)),
      lines.map(({ sku }) => sku),
      lines.map(({ channel }) => channel),
      lines.map(({ order }) => order),
      lines.map(({ line }) => line),
    ],
  };
}

async function readLines(client: ClientBase, orders: readonly OrderEvent[]): Promise<Map<string, Line>> {
  const { rows } = await client.query<{
    sku: string;
    channel: string;
    order: string;
    line: string;
    began: string | null;
    booked: boolean;
    ordered_counted: string;
    cancelled_counted: string;
    ordered_reported: string;
    cancelled_reported: string;
    restocked: string;
  }>(
    `SELECT k.sku, k.channel, k."order", k.line,
       (SELECT o.sequence FROM order_line o WHERE o.bucket = k.bucket AND o.sku = k.sku AND o.channel = k.channel
          AND o.order_id = k."order" AND o.line = k.line) AS began,
       e.sku IS NOT NULL AS booked, e.ordered_counted, e.cancelled_counted, e.ordered_reported, e.cancelled_reported,
       e.restocked
     FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[]) AS k (bucket, sku, channel, "order", line)
     LEFT JOIN LATERAL (
       SELECT * FROM escrow_line e WHERE e.bucket = k.bucket AND e.sku = k.sku AND e.channel = k.channel
         AND e.order_id = k."order" AND e.line = k.line OFFSET 0) AS e ON TRUE`,
    columnsOf(orders).values,
  );
  return new Map(
    rows.map((row) => [
      lineKey(row),
      {
        began: row.began === null ? null : Number(row.began),
        counters: row.booked
          ? {
              orderedCounted: Number(row.ordered_counted),
              cancelledCounted: Number(row.cancelled_counted),
              orderedReported: Number(row.ordered_reported),
              cancelledReported: Number(row.cancelled_reported),
              restocked: Number(row.restocked),
            }
          : null,
      },
    ]),
  );
}

async function saveLines(
  client: ClientBase,
  orders: readonly OrderEvent[],
  lines: ReadonlyMap<string, Line>,
): Promise<void> {
  const { lines: of, values } = columnsOf(orders);
  const counters = of.map((order) => lines.get(lineKey(order))?.counters);
  await client.query(
    `INSERT INTO escrow_line (bucket, sku, channel, order_id, line, ordered_counted, cancelled_counted,
       ordered_reported, cancelled_reported, restocked)
     SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[], $7::bigint[],
       $8::bigint[], $9::bigint[], $10::bigint[])
     ON CONFLICT (bucket, sku, channel, order_id, line) DO UPDATE SET ordered_counted = excluded.ordered_counted,
       cancelled_counted = excluded.cancelled_counted, ordered_reported = excluded.ordered_reported,
       cancelled_reported = excluded.cancelled_reported, restocked = excluded.restocked`,
    [
      ...values,
      counters.map((entry) => entry?.orderedCounted ?? 0),
      counters.map((entry) => entry?.cancelledCounted ?? 0),
      counters.map((entry) => entry?.orderedReported ?? 0),
      counters.map((entry) => entry?.cancelledReported ?? 0),
      counters.map((entry) => entry?.restocked ?? 0),
    ],
  );
}
