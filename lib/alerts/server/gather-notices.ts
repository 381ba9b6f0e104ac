import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { type DestinationItem, gather_ms_max, gatherMs, tellAt, wants } from '../delivery';
import { type AlertRule, severities, severityAt } from '../rules';

const notices_batch_max = 10_000;
/** Of any transaction that gathers: one at a time, so that nothing is told twice. */
const gathering_lock = 0x6e6f7469;

/**
 * Turns what is to be told into messages: for every destination that wants to hear of it, the alerts of one rule and
 * severity go together into the message that waits, or into a new one. A message waits while more of its kind come, so
 * that a storm is told once; `gather_ms_max` ends that. Gives how many notices that were.
 */
export async function gatherNotices(pool: Pool): Promise<number> {
  return withTransaction(pool, async (client) => {
    const lock = await client.query<{ got: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS got', [
      gathering_lock,
    ]);
    if (lock.rows[0]?.got !== true) return 0;
    const { rows: notices } = await client.query<{
      notice: string;
      alert: string;
      kind: 'opened' | 'escalated';
      rule: AlertRule;
      severity: number;
      node: string;
      channel: string;
    }>(
      `SELECT n.notice, n.alert, n.kind, a.rule, a.severity, a.node, a.channel
       FROM alert_notice n JOIN alert a ON a.alert = n.alert ORDER BY n.notice LIMIT $1`,
      [notices_batch_max],
    );
    if (notices.length === 0) return 0;
    const { rows: destinations } = await client.query<
      Pick<DestinationItem, 'destination' | 'rule' | 'node' | 'channel' | 'enabled' | 'hours'> & {
        severity: number;
      }
    >(
      'SELECT destination, severity, rule, node, channel, enabled, hours FROM alert_destination WHERE enabled',
    );
    const groups = new Map<string, string[]>();
    for (const { destination, severity, ...scope } of destinations) {
      const wanted = { ...scope, severity: severities[severity] ?? 'critical' };
      for (const notice of notices) {
        const alert = { ...notice, severity: severityAt(notice.severity) };
        if (!wants(wanted, alert)) continue;
        const key = JSON.stringify([destination, notice.kind, notice.rule, notice.severity]);
        const group = groups.get(key);
        if (group === undefined) groups.set(key, [notice.alert]);
        else group.push(notice.alert);
      }
    }
    const hoursOf = new Map(destinations.map(({ destination, hours }) => [destination, hours]));
    for (const [key, alerts] of groups) {
      const [destination, kind, rule, place] = JSON.parse(key);
      const severity = severities[place] ?? 'critical';
      const gathered = gatherMs(severity);
      const due = tellAt(hoursOf.get(destination) ?? null, severity, new Date(Date.now() + gathered));
      const added = await client.query(
        `UPDATE alert_delivery SET alerts = alerts || $5::text[],
           due_at = greatest(due_at, least(created_at + $7::integer * interval '1 millisecond',
             now() + $6::integer * interval '1 millisecond'))
         WHERE delivery = (
           SELECT delivery FROM alert_delivery
           WHERE destination = $1 AND kind = $2 AND rule = $3 AND severity = $4 AND attempts = 0 AND due_at IS NOT NULL
           ORDER BY due_at LIMIT 1 FOR UPDATE SKIP LOCKED)`,
        [destination, kind, rule, place, alerts, gathered, gather_ms_max],
      );
      if (added.rowCount === 0)
        await client.query(
          `INSERT INTO alert_delivery (delivery, destination, kind, rule, severity, alerts, due_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7)`,
          [randomUUID(), destination, kind, rule, place, alerts, due],
        );
    }
    await client.query('DELETE FROM alert_notice WHERE notice = ANY($1::bigint[])', [
      notices.map(({ notice }) => notice),
    ]);
    return notices.length;
  });
}
