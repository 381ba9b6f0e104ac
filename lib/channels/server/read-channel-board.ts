import type { Pool } from 'pg';
import { type ChannelStatus, readChannelStatus } from './channel-status';

/** A channel as its page shows it: how it is doing, and how it did in the last 24 hours. */
export interface ChannelBoardItem extends ChannelStatus {
  kind: string;
  /** Where it sells from, in sourcing order. */
  sources: string[];
  pausedAt: string | null;
  pausedBy: string | null;
  /** When it last applied a push. */
  pushedAt: string | null;
  pushed: number;
  pushFailed: number;
  polled: number;
  pollFailed: number;
  listingsPaused: number;
}

interface BoardRow {
  channel: string;
  kind: string;
  sources: string[] | null;
  pushed_at: Date | null;
  pushed: string;
  push_failed: string;
  polled: string;
  poll_failed: string;
  listings_paused: string;
  paused_at: Date | null;
  paused_by: string | null;
}

/** All channels by name, or the one asked for. */
export async function readChannelBoard(pool: Pool, channel?: string): Promise<ChannelBoardItem[]> {
  const [statuses, { rows }] = await Promise.all([
    readChannelStatus(pool, channel),
    pool.query<BoardRow>(
      `SELECT c.channel, c.kind, h.*, p.paused_at, p.paused_by,
         (SELECT array_agg(node ORDER BY rank) FROM channel_source s WHERE s.channel = c.channel) AS sources,
         (SELECT max(pushed_at) FROM channel_hour h WHERE h.channel = c.channel) AS pushed_at,
         (SELECT count(*) FROM listing l WHERE l.channel = c.channel AND l.paused) AS listings_paused
       FROM channel c
       CROSS JOIN LATERAL (
         SELECT coalesce(sum(pushed), 0) AS pushed, coalesce(sum(push_failed), 0) AS push_failed,
           coalesce(sum(polled), 0) AS polled, coalesce(sum(poll_failed), 0) AS poll_failed
         FROM channel_hour WHERE channel = c.channel AND hour > now() - INTERVAL '24 hours'
       ) h
       LEFT JOIN LATERAL (
         SELECT a.at AS paused_at, coalesce(u.name, a.actor) AS paused_by
         FROM audit_log a LEFT JOIN "user" u ON a.actor = 'user:' || u.id
         WHERE a.subject = c.channel AND a.action = 'channel.paused' ORDER BY a.entry DESC LIMIT 1
       ) p ON TRUE
       WHERE $1::text IS NULL OR c.channel = $1`,
      [channel ?? null],
    ),
  ]);
  const text = (at: Date | null) => (at === null ? null : at.toISOString());
  return statuses.flatMap((status) => {
    const row = rows.find((each) => each.channel === status.channel);
    if (row === undefined) return [];
    return [
      {
        ...status,
        kind: row.kind,
        sources: row.sources ?? [],
        pausedAt: status.paused ? text(row.paused_at) : null,
        pausedBy: status.paused ? row.paused_by : null,
        pushedAt: text(row.pushed_at),
        pushed: Number(row.pushed),
        pushFailed: Number(row.push_failed),
        polled: Number(row.polled),
        pollFailed: Number(row.poll_failed),
        listingsPaused: Number(row.listings_paused),
      },
    ];
  });
}
