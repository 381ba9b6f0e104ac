import type { Pool } from 'pg';
import { close_days_consumer } from '@/lib/ledger/server/close-days';
import { dayOfDate } from './demand-rows';
import { type LearnedDemand, learnDemand } from './learn-demand';

const day_ms = 86_400_000;

/**
 * Learns the days that are over and closed, of every channel that has sold: after midnight (UTC) once the daily rows hold
 * all that was recorded before it, and at a first start all of the history. Where nothing is due nothing is read but the
 * channels. Any number of processes may call it.
 */
export async function learnDue(pool: Pool, now: Date): Promise<LearnedDemand[]> {
  const today = Math.floor(now.getTime() / day_ms);
  const through = today - 1;
  const { rows } = await pool.query<{ channel: string; through: string | null }>(
    `SELECT c.channel, d.through::text AS through FROM channel c LEFT JOIN demand_channel d ON d.channel = c.channel
     WHERE (d.through IS NULL OR d.through < $1::date)
       AND EXISTS (SELECT 1 FROM demand_day h WHERE h.channel = c.channel AND h.day <= $1::date)
     ORDER BY c.channel`,
    [new Date(through * day_ms)],
  );
  const due = rows.filter((row) => row.through === null || dayOfDate(row.through) < through);
  if (due.length === 0 || !(await isClosed(pool, new Date(today * day_ms)))) return [];
  const learned: LearnedDemand[] = [];
  for (const { channel } of due) learned.push(await learnDemand(pool, channel, through));
  return learned;
}

/** Whether the daily rows hold everything that was recorded before this instant. */
async function isClosed(pool: Pool, before: Date): Promise<boolean> {
  const { rows } = await pool.query<{ closed: boolean }>(
    `WITH at AS (SELECT xid, sequence FROM consumer_cursor WHERE consumer = $1), next AS (
       SELECT recorded_at FROM inventory_event
       WHERE (xid, sequence) > (coalesce((SELECT xid FROM at), 0), coalesce((SELECT sequence FROM at), 0))
       ORDER BY xid, sequence LIMIT 1)
     SELECT coalesce((SELECT recorded_at FROM next) >= $2, TRUE) AS closed`,
    [close_days_consumer, before],
  );
  return rows[0]?.closed === true;
}
