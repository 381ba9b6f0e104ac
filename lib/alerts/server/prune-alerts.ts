import type { Pool } from 'pg';

/** As long as the log of an alert refuses to be deleted. */
export const alert_days_kept = 400;
export const delivery_days_kept = 90;
const pruned_at_once_max = 5_000;

/** Old alerts with their logs, what was told of them, and what was silenced go, some thousand at a time. */
export async function pruneAlerts(pool: Pool): Promise<void> {
  await pool.query(
    `WITH old AS MATERIALIZED (
       SELECT alert FROM alert WHERE state = 'resolved' AND NOT firing AND changed_at < now() - interval '${alert_days_kept} days'
       ORDER BY changed_at LIMIT ${pruned_at_once_max}
     ), logged AS (DELETE FROM alert_log WHERE alert IN (SELECT alert FROM old) RETURNING alert)
     DELETE FROM alert WHERE alert IN (SELECT alert FROM old) AND (SELECT count(*) FROM logged) >= 0`,
  );
  await pool.query(
    `DELETE FROM alert_delivery WHERE delivery IN (
       SELECT delivery FROM alert_delivery
       WHERE due_at IS NULL AND created_at < now() - interval '${delivery_days_kept} days'
       ORDER BY created_at LIMIT ${pruned_at_once_max})`,
  );
  await pool.query(`DELETE FROM alert_silence WHERE until < now() - interval '${alert_days_kept} days'`);
  await pool.query(
    `DELETE FROM listing_empty WHERE ctid IN (
       SELECT ctid FROM listing_empty WHERE until_at < now() - interval '${alert_days_kept} days'
       LIMIT ${pruned_at_once_max})`,
  );
}
