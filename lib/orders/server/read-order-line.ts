import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { screen_source } from '@/lib/ledger/events';
import { type EventRead, type EventRow, eventColumns, eventOf } from '@/lib/ledger/server/recorded-event';
import type { OrderLineKey } from '../arrange-orders';
import {
  type MarkedRow,
  markedColumns,
  markedItemOf,
  markJoin,
  type OrderLineItem,
} from './list-order-lines';

export const line_events_max = 200;
export const givers_max = 50;

export interface OrderLineDetail extends OrderLineItem {
  /** Where the channel sells from, in sourcing order. */
  sources: string[];
  /** What named the line, newest first. */
  events: EventRead[];
  /** Lines that could give units to this one: marked ones first, then those that have waited least. */
  givers: OrderLineItem[];
}

/** One order line with its events, and where it waits also who could give; null where there is none. */
export async function readOrderLine(pool: Pool, key: OrderLineKey): Promise<OrderLineDetail | null> {
  const values = [bucketOf(key.sku), key.sku, key.channel, key.order, key.line];
  const { rows } = await pool.query<MarkedRow>(
    `SELECT ${markedColumns} FROM order_line o ${markJoin}
     WHERE o.bucket = $1 AND o.sku = $2 AND o.channel = $3 AND o.order_id = $4 AND o.line = $5`,
    values,
  );
  const [row] = rows;
  if (row === undefined) return null;
  const sources = await pool.query<{ node: string }>(
    'SELECT node FROM channel_source WHERE channel = $1 ORDER BY rank',
    [key.channel],
  );
  const nodes = sources.rows.map(({ node }) => node);
  const givers = Number(row.backordered) > 0 ? await readGivers(pool, values, nodes) : [];
  return {
    ...markedItemOf(row),
    sources: nodes,
    events: await readEvents(pool, values, Number(row.sequence)),
    givers,
  };
}

async function readGivers(
  pool: Pool,
  key: readonly unknown[],
  sources: readonly string[],
): Promise<OrderLineItem[]> {
  const { rows } = await pool.query<MarkedRow>(
    `SELECT ${markedColumns} FROM order_line o ${markJoin}
     WHERE o.bucket = $1 AND o.sku = $2 AND o.claims ?| $6::text[]
       AND (o.channel, o.order_id, o.line) <> ($3, $4, $5)
     ORDER BY m.marked_at IS NULL, o.placed_at DESC, o.sequence DESC LIMIT ${givers_max}`,
    [...key, sources],
  );
  return rows.map(markedItemOf);
}

/**
 * What moved stock for the line is found by its postings; a move of claims posts nothing and is found among what people
 * entered; the first event of a line that found no unit is known by its number.
 */
async function readEvents(pool: Pool, key: readonly unknown[], first: number): Promise<EventRead[]> {
  const names = `((e.content::jsonb ->> 'channel' = $3 AND e.content::jsonb ->> 'order' = $4 AND e.content::jsonb ->> 'line' = $5)
    OR (e.content::jsonb #>> '{giver,channel}' = $3 AND e.content::jsonb #>> '{giver,order}' = $4
      AND e.content::jsonb #>> '{giver,line}' = $5))`;
  const { rows } = await pool.query<EventRow>(
    `SELECT ${eventColumns} FROM inventory_event e
     WHERE (e.xid, e.sequence, e.bucket, e.sku) IN (
       SELECT e.xid, e.sequence, e.bucket, e.sku FROM posting p
         JOIN inventory_event e ON e.xid = p.xid AND e.sequence = p.sequence
         WHERE p.bucket = $1 AND p.sku = $2 AND p.sequence >= $6 AND ${names}
       UNION SELECT e.xid, e.sequence, e.bucket, e.sku FROM inventory_event e
         WHERE e.source = '${screen_source}' AND e.bucket = $1 AND e.sku = $2 AND ${names}
       UNION SELECT e.xid, e.sequence, e.bucket, e.sku FROM inventory_event e
         WHERE e.sequence = $6 AND e.bucket = $1 AND e.sku = $2)
     ORDER BY e.sequence DESC LIMIT ${line_events_max}`,
    [...key, first],
  );
  return rows.map(eventOf);
}
