import type { Pool } from 'pg';

export const channel_hours_kept = 24 * 14;

export interface ChannelTally {
  pushed?: number;
  pushFailed?: number;
  polled?: number;
  pollFailed?: number;
}

/** Adds to what went well and what failed in this hour: listings pushed, polls and read-backs made. */
export async function tallyChannel(pool: Pool, channel: string, tally: ChannelTally): Promise<void> {
  const { pushed = 0, pushFailed = 0, polled = 0, pollFailed = 0 } = tally;
  if (pushed + pushFailed + polled + pollFailed === 0) return;
  await pool.query(
    `INSERT INTO channel_hour AS h (channel, hour, pushed, push_failed, polled, poll_failed, pushed_at)
     VALUES ($1, date_trunc('hour', now()), $2, $3, $4, $5, CASE WHEN $2::bigint > 0 THEN now() END)
     ON CONFLICT (channel, hour) DO UPDATE SET pushed = h.pushed + EXCLUDED.pushed,
       push_failed = h.push_failed + EXCLUDED.push_failed, polled = h.polled + EXCLUDED.polled,
       poll_failed = h.poll_failed + EXCLUDED.poll_failed, pushed_at = coalesce(EXCLUDED.pushed_at, h.pushed_at)`,
    [channel, pushed, pushFailed, polled, pollFailed],
  );
}

/** Old hours go; called by the maintenance of the outbox. */
export async function sweepChannelHours(pool: Pool): Promise<void> {
  await pool.query('DELETE FROM channel_hour WHERE hour < now() - make_interval(hours => $1)', [
    channel_hours_kept,
  ]);
}
