import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { liveMarkSql } from '@/lib/ledger/server/cancellation-mark';
import {
  type OrderItem,
  type OrderRow,
  type OrderStatus,
  orderColumns,
  orderItemOf,
  orderStatusSql,
} from '@/lib/ledger/server/list-orders';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';

export interface OrderLinesQuery {
  status?: OrderStatus | 'marked' | undefined;
  channel?: string | undefined;
  sku?: string | undefined;
  node?: string | undefined;
  /** An order id, or its beginning. */
  search?: string | undefined;
  /** Placed so long ago, or longer. */
  hoursMin?: number | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface CancellationMark {
  at: string;
  by: string;
  reason: string;
}

export interface OrderLineItem extends OrderItem {
  mark: CancellationMark | null;
}

export interface MarkedRow extends OrderRow {
  marked_at: Date | null;
  marked_by: string | null;
  mark_reason: string | null;
}

/** For `order_line o`: its columns, its live mark, and who set that. */
export const markedColumns = `${orderColumns
  .split(',')
  .map((column) => `o.${column.trim()}`)
  .join(', ')}, m.marked_at, coalesce(u.name, m.marked_by) AS marked_by, m.reason AS mark_reason`;
export const markJoin = `LEFT JOIN cancellation_mark m ON ${liveMarkSql('m', 'o')} AND (o.backordered > 0 OR o.claims <> '{}')
  LEFT JOIN "user" u ON m.marked_by = 'user:' || u.id`;

export function markedItemOf(row: MarkedRow): OrderLineItem {
  const { marked_at, marked_by, mark_reason } = row;
  return {
    ...orderItemOf(row),
    mark:
      marked_at === null
        ? null
        : { at: marked_at.toISOString(), by: marked_by ?? '', reason: mark_reason ?? '' },
  };
}

/**
 * Order lines: first those that wait for units, oldest first as they will be filled, then all others, newest first.
 * Throws `invalid_cursor`.
 */
export async function listOrderLines(pool: Pool, query: OrderLinesQuery): Promise<Page<OrderLineItem>> {
  const limit = pageLimit(query.limit);
  const from = query.cursor === undefined ? null : decodeCursor(query.cursor, ['number', 'number', 'number']);
  const rows: MarkedRow[] = [];
  const waits = query.status === undefined || ['backordered', 'marked'].includes(query.status);
  if (waits && (from === null || from[0] === 0))
    rows.push(...(await read(pool, query, true, from, limit + 1)));
  if (query.status !== 'backordered' && rows.length <= limit) {
    const after = from !== null && from[0] === 1 ? from : null;
    rows.push(...(await read(pool, query, false, after, limit + 1 - rows.length)));
  }
  return pageOf(rows, limit, markedItemOf, (row) => [
    Number(row.backordered) > 0 ? 0 : 1,
    row.placed_at.getTime(),
    Number(row.sequence),
  ]);
}

async function read(
  pool: Pool,
  query: OrderLinesQuery,
  backordered: boolean,
  from: readonly [number, number, number] | null,
  limit: number,
): Promise<MarkedRow[]> {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [backordered ? 'o.backordered > 0' : 'o.backordered = 0'];
  const { status, channel, sku, node, search, hoursMin } = query;
  if (status === 'marked') conditions.push('m.marked_at IS NOT NULL');
  else if (status !== undefined) conditions.push(`(${orderStatusSql[status]})`);
  if (channel !== undefined) conditions.push(`o.channel = ${bind(channel)}`);
  if (sku !== undefined) conditions.push(`o.bucket = ${bind(bucketOf(sku))}`, `o.sku = ${bind(sku)}`);
  if (node !== undefined) conditions.push(`o.claims ? ${bind(node)}`);
  if (search !== undefined && search !== '')
    conditions.push(
      `o.channel IN (SELECT channel FROM channel) AND (o.order_id = ${bind(search)} OR starts_with(o.order_id, ${bind(search)}))`,
    );
  if (hoursMin !== undefined)
    conditions.push(`o.placed_at <= now() - make_interval(hours => ${bind(hoursMin)})`);
  if (from !== null)
    conditions.push(
      backordered
        ? `(o.placed_at, o.sequence) > (${bind(new Date(from[1]))}, ${bind(from[2])})`
        : `o.sequence < ${bind(from[2])}`,
    );
  const { rows } = await pool.query<MarkedRow>(
    `SELECT ${markedColumns} FROM order_line o ${markJoin} WHERE ${conditions.join(' AND ')}
     ORDER BY ${backordered ? 'o.placed_at, o.sequence' : 'o.sequence DESC'} LIMIT ${bind(limit)}`,
    values,
  );
  return rows;
}
