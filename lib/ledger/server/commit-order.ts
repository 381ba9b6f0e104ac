import type { ClientBase } from 'pg';
import { bucketOf } from '../bucket';

/**
 * A place in the commit order of the event log. Sequence numbers alone do not give it: with several writers a later
 * number can commit first. Everything below the oldest running transaction is final; nothing can come before it.
 */
export interface CommitPosition {
  xid: number;
  sequence: number;
}

export const commit_order_start: CommitPosition = { xid: 0, sequence: 0 };

/** The oldest transaction still running, as SQL: rows with a smaller xid are all there that will ever be. */
export const oldest_running_xid_sql = 'pg_snapshot_xmin(pg_current_snapshot())::text::bigint';

/** An event as consumers get it, refused ones included (`refusal` says why). Quantities in single units. */
export interface LoggedEvent extends CommitPosition {
  bucket: number;
  sku: string;
  source: string;
  id: string;
  type: string;
  quantity: number | null;
  occurredAt: Date;
  recordedAt: Date;
  actor: string;
  /** The fields of the event's type as canonical JSON text. */
  content: string;
  refusal: string | null;
  shortfall: number | null;
}

interface EventRow {
  bucket: number;
  sku: string;
  sequence: string;
  xid: string;
  source: string;
  id: string;
  type: string;
  quantity: string | null;
  occurred_at: Date;
  recorded_at: Date;
  actor: string;
  content: string;
  refusal: string | null;
  shortfall: string | null;
}

const event_columns =
  'bucket, sku, sequence, xid, source, id, type, quantity, occurred_at, recorded_at, actor, content, refusal, shortfall';

/** The next events after a place in the commit order, at most `limit`. */
export async function readEvents(
  client: ClientBase,
  after: CommitPosition,
  limit: number,
): Promise<LoggedEvent[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT ${event_columns} FROM inventory_event
     WHERE (xid, sequence) > ($1, $2) AND xid < ${oldest_running_xid_sql}
     ORDER BY xid, sequence LIMIT $3`,
    [after.xid, after.sequence, limit],
  );
  return rows.map(loggedEventOf);
}

/** Every event of these SKUs that can be seen after a place in the commit order, those not final yet among them. */
export async function readEventsOfSkus(
  client: ClientBase,
  skus: readonly string[],
  after: CommitPosition,
): Promise<LoggedEvent[]> {
  const { rows } = await client.query<EventRow>(
    `SELECT e.* FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT ${event_columns} FROM inventory_event
       WHERE bucket = key.bucket AND sku = key.sku AND (xid, sequence) > ($3, $4) OFFSET 0
     ) AS e ORDER BY e.xid, e.sequence`,
    [skus.map(bucketOf), skus, after.xid, after.sequence],
  );
  return rows.map(loggedEventOf);
}

function loggedEventOf(row: EventRow): LoggedEvent {
  return {
    bucket: row.bucket,
    sku: row.sku,
    sequence: Number(row.sequence),
    xid: Number(row.xid),
    source: row.source,
    id: row.id,
    type: row.type,
    quantity: numberOrNull(row.quantity),
    occurredAt: row.occurred_at,
    recordedAt: row.recorded_at,
    actor: row.actor,
    content: row.content,
    refusal: row.refusal,
    shortfall: numberOrNull(row.shortfall),
  };
}

/** A stretch of the commit order, for consumers that work on the rows where they lie. */
export interface EventRange {
  after: CommitPosition;
  until: CommitPosition;
  events: number;
  /** Between which recordings its rows lie: prunes the partitions of the postings. */
  firstRecordedAt: Date;
  lastRecordedAt: Date;
}

/** The next stretch of at most `limit` events, or null where there is none. */
export async function readEventRange(
  client: ClientBase,
  after: CommitPosition,
  limit: number,
): Promise<EventRange | null> {
  const { rows } = await client.query<{
    xid: string;
    sequence: string;
    events: string;
    first_recorded_at: Date;
    last_recorded_at: Date;
  }>(
    `WITH batch AS MATERIALIZED (
       SELECT xid, sequence, recorded_at FROM inventory_event
       WHERE (xid, sequence) > ($1, $2) AND xid < ${oldest_running_xid_sql}
       ORDER BY xid, sequence LIMIT $3
     )
     SELECT xid, sequence, count(*) OVER () AS events, min(recorded_at) OVER () AS first_recorded_at,
            max(recorded_at) OVER () AS last_recorded_at
     FROM batch ORDER BY xid DESC, sequence DESC LIMIT 1`,
    [after.xid, after.sequence, limit],
  );
  const last = rows[0];
  if (last === undefined) return null;
  return {
    after,
    until: { xid: Number(last.xid), sequence: Number(last.sequence) },
    events: Number(last.events),
    firstRecordedAt: last.first_recorded_at,
    lastRecordedAt: last.last_recorded_at,
  };
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}
