import type { Pool } from 'pg';
import { type CommitPosition, oldest_running_xid_sql } from './commit-order';
import { flush_log_sql } from './make-durable';

export const stream_events_batch_max = 500;

/** What a subscriber is told of an event. `nodes`: where it moved stock, else the nodes it names. */
export interface StreamMessage {
  sequence: number;
  type: string;
  source: string;
  id: string;
  sku: string;
  nodes: string[];
  channel?: string;
  order?: string;
  occurredAt: string;
  recordedAt: string;
  status: 'applied' | 'refused';
}

export interface StreamedEvent {
  at: CommitPosition;
  message: StreamMessage;
}

export interface StreamFilter {
  sku?: string | undefined;
  node?: string | undefined;
  channel?: string | undefined;
}

interface EventRow {
  xid: string;
  sequence: string;
  sku: string;
  type: string;
  source: string;
  id: string;
  content: string;
  occurred_at: Date;
  recorded_at: Date;
  refusal: string | null;
  nodes: string[] | null;
}

/** `<xid>-<sequence>`, as it goes over the wire. */
export function streamIdOf(at: CommitPosition): string {
  return `${at.xid}-${at.sequence}`;
}

/** The place an id stands for; null where it is not one of ours. */
export function parseStreamId(text: string): CommitPosition | null {
  const parts = /^(\d{1,15})-(\d{1,15})$/.exec(text);
  return parts === null ? null : { xid: Number(parts[1]), sequence: Number(parts[2]) };
}

export function isAfter(one: CommitPosition, other: CommitPosition): boolean {
  return one.xid > other.xid || (one.xid === other.xid && one.sequence > other.sequence);
}

export function matches(message: StreamMessage, filter: StreamFilter): boolean {
  return (
    (filter.sku === undefined || filter.sku === message.sku) &&
    (filter.node === undefined || message.nodes.includes(filter.node)) &&
    (filter.channel === undefined || filter.channel === message.channel)
  );
}

/** Everything before it is final. */
export async function readHorizon(pool: Pool): Promise<CommitPosition> {
  const { rows } = await pool.query<{ xid: string }>(`SELECT ${oldest_running_xid_sql} AS xid`);
  return { xid: Number(rows[0]?.xid ?? 0), sequence: 0 };
}

/** Whether something lies behind `after` that an older, running transaction holds back. */
export async function isHeldBack(pool: Pool, after: CommitPosition): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM inventory_event WHERE (xid, sequence) > ($1, $2) ORDER BY xid, sequence LIMIT 1',
    [after.xid, after.sequence],
  );
  return (rowCount ?? 0) > 0;
}

/** The next events after a place in the commit order, up to `until` where it is given. */
export async function readStreamBatch(
  pool: Pool,
  after: CommitPosition,
  until: CommitPosition | null,
): Promise<StreamedEvent[]> {
  const { rows } = await pool.query<EventRow>(
    `SELECT e.xid, e.sequence, e.sku, e.type, e.source, e.id, e.content, e.occurred_at, e.recorded_at, e.refusal,
            (SELECT array_agg(DISTINCT p.node ORDER BY p.node) FROM posting p
             WHERE p.xid = e.xid AND p.sequence = e.sequence) AS nodes
     FROM inventory_event e
     WHERE (e.xid, e.sequence) > ($1, $2) AND e.xid < ${oldest_running_xid_sql}
       ${until === null ? '' : 'AND (e.xid, e.sequence) <= ($4, $5)'}
     ORDER BY e.xid, e.sequence LIMIT $3`,
    [
      after.xid,
      after.sequence,
      stream_events_batch_max,
      ...(until === null ? [] : [until.xid, until.sequence]),
    ],
  );
  // What goes out of the house must not be undone by a crash: some of it may have been committed ahead of the disk.
  if (rows.length > 0) await pool.query(flush_log_sql);
  return rows.map((row) => ({
    at: { xid: Number(row.xid), sequence: Number(row.sequence) },
    message: messageOf(row),
  }));
}

function messageOf(row: EventRow): StreamMessage {
  const content: Record<string, unknown> = JSON.parse(row.content);
  const named = [content.node, content.from, content.to].filter(isText);
  const { channel, order } = content;
  return {
    sequence: Number(row.sequence),
    type: row.type,
    source: row.source,
    id: row.id,
    sku: row.sku,
    nodes: row.nodes ?? [...new Set(named)].sort(),
    ...(isText(channel) ? { channel } : {}),
    ...(isText(order) ? { order } : {}),
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    status: row.refusal === null ? 'applied' : 'refused',
  };
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
