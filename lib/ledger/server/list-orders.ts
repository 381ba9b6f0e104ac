import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { bucketOf } from '../bucket';
import type { UnitsByNode } from '../order-line';
import { effectiveCounters, impliedBy } from '../rules/order-counters';
import { countersOf, type OrderCounterColumns, orderCounterColumns } from './order-line-row';

export const orderStatuses = ['backordered', 'open', 'waiting', 'shipped', 'cancelled'] as const;
export type OrderStatus = (typeof orderStatuses)[number];

export interface OrdersQuery {
  status?: OrderStatus;
  channel?: string;
  order?: string;
  sku?: string;
  cursor?: string;
  limit?: number;
}

/** One order line, in single units. */
export interface OrderItem {
  channel: string;
  order: string;
  line: string;
  sku: string;
  placedAt: string;
  ordered: number;
  cancelled: number;
  shipped: number;
  /** Received back by us. */
  returned: number;
  /** The channel says they are coming back; they have not arrived. */
  expectedReturn: number;
  /** Ordered, neither shipped nor cancelled: committed and backordered units together. */
  open: number;
  backordered: number;
  /** Committed units per stock node. */
  claims: UnitsByNode;
  /** The first that is true: some units are backordered; some are open; some were shipped before their order came. */
  status: OrderStatus;
}

export interface OrderRow extends OrderCounterColumns {
  channel: string;
  order_id: string;
  line: string;
  sku: string;
  sequence: string;
  placed_at: Date;
  claims: UnitsByNode;
  backordered: string;
}

const waiting = "(waiting IS NOT NULL AND waiting <> '{}')";
const shipped = 'greatest(shipped_counted, shipped_reported) > 0';
export const orderStatusSql: Record<OrderStatus, string> = {
  backordered: 'backordered > 0',
  open: "backordered = 0 AND claims <> '{}'",
  waiting: `backordered = 0 AND claims = '{}' AND ${waiting}`,
  shipped: `backordered = 0 AND claims = '{}' AND NOT ${waiting} AND ${shipped}`,
  cancelled: `backordered = 0 AND claims = '{}' AND NOT ${waiting} AND NOT ${shipped}`,
};

/** Order lines, newest first; backordered ones oldest first, as they will be filled. Throws `invalid_cursor`. */
export async function listOrders(client: ClientBase | Pool, query: OrdersQuery): Promise<Page<OrderItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  const { status, channel, order, sku, cursor } = query;
  if (sku !== undefined) conditions.push(`bucket = ${bind(bucketOf(sku))}`, `sku = ${bind(sku)}`);
  if (channel !== undefined) conditions.push(`channel = ${bind(channel)}`);
  else if (order !== undefined) conditions.push('channel IN (SELECT channel FROM channel)');
  if (order !== undefined) conditions.push(`order_id = ${bind(order)}`);
  if (status !== undefined) conditions.push(orderStatusSql[status]);
  const oldestFirst = status === 'backordered';
  if (cursor !== undefined) {
    if (oldestFirst) {
      const [placedMs, sequence] = decodeCursor(cursor, ['number', 'number']);
      conditions.push(`(placed_at, sequence) > (${bind(new Date(placedMs))}, ${bind(sequence)})`);
    } else conditions.push(`sequence < ${bind(decodeCursor(cursor, ['number'])[0])}`);
  }
  const { rows } = await client.query<OrderRow>(
    `SELECT ${orderColumns}
     FROM order_line ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY ${oldestFirst ? 'placed_at, sequence' : 'sequence DESC'} LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(rows, limit, orderItemOf, (row) =>
    oldestFirst ? [row.placed_at.getTime(), Number(row.sequence)] : [Number(row.sequence)],
  );
}

/** For a row with the columns below. */
export const orderColumns = `channel, order_id, line, sku, sequence, placed_at, claims, backordered, ${orderCounterColumns}`;

export function orderItemOf(row: OrderRow): OrderItem {
  const line = countersOf(row);
  const counters = effectiveCounters(line);
  const implied = impliedBy(counters);
  const backordered = Number(row.backordered);
  return {
    channel: row.channel,
    order: row.order_id,
    line: row.line,
    sku: row.sku,
    placedAt: row.placed_at.toISOString(),
    ordered: counters.ordered,
    cancelled: implied.cancelled,
    shipped: counters.shipped,
    returned: line.counted.returned,
    expectedReturn: Math.max(0, (line.reported?.returned ?? 0) - line.counted.returned),
    open: implied.open,
    backordered,
    claims: row.claims,
    status: statusOf(backordered, implied),
  };
}

function statusOf(backordered: number, implied: ReturnType<typeof impliedBy>): OrderStatus {
  if (backordered > 0) return 'backordered';
  if (implied.open > 0) return 'open';
  if (implied.waiting > 0) return 'waiting';
  return implied.shipped > 0 ? 'shipped' : 'cancelled';
}
