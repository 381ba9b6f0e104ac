import type { ClientBase, Pool } from 'pg';

/** How one channel is doing: connection, feed of orders, pushes, and what waits. */
export interface ChannelStatus {
  channel: string;
  name: string;
  connector: string;
  connectedAt: string | null;
  paused: boolean;
  pausedReason: string | null;
  polledAt: string | null;
  /** Every order placed by then has been taken in. */
  watermark: string | null;
  auditedAt: string | null;
  /** What polling or reading back last failed with, and how often in a row; null: it works. */
  error: string | null;
  failures: number;
  pushError: string | null;
  pushFailures: number;
  listings: number;
  /** Listings that should show something else than they were told, and since when the longest waits. */
  waiting: number;
  waitingSince: string | null;
  /** Pushed and not answered for. */
  inFlight: number;
  drifted: number;
  /** Order lines that cannot be applied yet. */
  inbox: number;
}

interface StatusRow {
  channel: string;
  name: string;
  connector: string;
  connected_at: Date | null;
  paused: boolean | null;
  paused_reason: string | null;
  polled_at: Date | null;
  watermark: Date | null;
  audited_at: Date | null;
  last_error: string | null;
  failures: number | null;
  push_error: string | null;
  push_failures: number | null;
  listings: string;
  waiting: string;
  waiting_since: Date | null;
  in_flight: string;
  drifted: string;
  inbox: string;
}

/** All channels by name, or the one asked for. */
export async function readChannelStatus(db: Pool | ClientBase, channel?: string): Promise<ChannelStatus[]> {
  const { rows } = await db.query<StatusRow>(
    `SELECT c.channel, c.name, c.connector, y.connected_at, y.paused, y.paused_reason, y.polled_at, y.watermark,
       y.audited_at, y.last_error, y.failures, y.push_error, y.push_failures, s.*,
       (SELECT count(*) FROM channel_inbox i WHERE i.channel = c.channel) AS inbox
     FROM channel c
     LEFT JOIN channel_sync y ON y.channel = c.channel
     CROSS JOIN LATERAL (
       SELECT count(*) AS listings, count(*) FILTER (WHERE w.due) AS waiting,
         min(s.target_at) FILTER (WHERE w.due) AS waiting_since,
         count(*) FILTER (WHERE s.in_flight_until > now()) AS in_flight,
         count(*) FILTER (WHERE s.drift > 0) AS drifted
       FROM listing l
       LEFT JOIN listing_sync s
         ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
       CROSS JOIN LATERAL (
         SELECT c.connector <> 'none' AND s.due_at IS NOT NULL
           AND (s.in_flight_until IS NULL OR s.in_flight_until <= now()) AS due
       ) AS w
       WHERE l.channel = c.channel
     ) AS s
     WHERE $1::text IS NULL OR c.channel = $1
     ORDER BY c.name, c.channel`,
    [channel ?? null],
  );
  const text = (at: Date | null) => (at === null ? null : at.toISOString());
  return rows.map((row) => ({
    channel: row.channel,
    name: row.name,
    connector: row.connector,
    connectedAt: text(row.connected_at),
    paused: row.paused ?? false,
    pausedReason: row.paused_reason,
    polledAt: text(row.polled_at),
    watermark: text(row.watermark),
    auditedAt: text(row.audited_at),
    error: row.last_error,
    failures: row.failures ?? 0,
    pushError: row.push_error,
    pushFailures: row.push_failures ?? 0,
    listings: Number(row.listings),
    waiting: Number(row.waiting),
    waitingSince: text(row.waiting_since),
    inFlight: Number(row.in_flight),
    drifted: Number(row.drifted),
    inbox: Number(row.inbox),
  }));
}
