import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { backOffMs } from '@/lib/channels/back-off';
import { openSecrets } from '@/lib/channels/server/channel-secrets';
import { startLoop } from '@/lib/channels/server/start-loop';
import { type DestinationItem, type DestinationKind, type Message, tellAt, told_max } from '../delivery';
import { type AlertRule, severityAt } from '../rules';
import type { WorkingHours } from '../working-hours';
import { gatherNotices } from './gather-notices';
import { readAlertItems } from './list-alerts';
import { pruneAlerts } from './prune-alerts';
import { type SendOptions, sendMessage } from './send-message';

const look_every_ms = 500;
const prune_every_ms = 60 * 60_000;
const sent_at_once_max = 8;
/** What a process that died had in hand is sent again after so long, under the same id. */
const lease_ms = 60_000;
/** With a minute between tries, three days. */
const attempts_max = 4_320;

export interface DeliveryDeps extends SendOptions {
  pool: Pool;
  log: Pick<Logger, 'warn' | 'error'>;
  secretKey: string;
  /** The address of this application, for links. */
  origin: string;
}

/** Starts telling of alerts outside. Any number of processes may run it. */
export function startDelivery(deps: DeliveryDeps): { stop(): Promise<void> } {
  const loop = startLoop(
    look_every_ms,
    async () => {
      await gatherNotices(deps.pool);
      return (await deliverDue(deps)) === sent_at_once_max;
    },
    (error) => deps.log.error({ err: error }, 'telling of alerts failed and is tried again'),
  );
  const pruning = startLoop(
    prune_every_ms,
    async () => {
      await pruneAlerts(deps.pool);
      return false;
    },
    (error) => deps.log.warn({ err: error }, 'old alerts could not be pruned; it is tried again'),
  );
  return {
    async stop() {
      await Promise.all([loop.stop(), pruning.stop()]);
    },
  };
}

interface DueRow {
  delivery: string;
  destination: string;
  message: Message['kind'];
  rule: AlertRule | '';
  severity: number;
  alerts: string[];
  attempts: number;
  kind: DestinationKind;
  config: DestinationItem['config'];
  secrets_sealed: Uint8Array | null;
  hours: WorkingHours | null;
}

/**
 * Sends what is due, each message for itself, and gives how many were taken. A message is taken under a lease before it
 * is sent: it arrives at least once, and a second time only where a process died between sending it and writing it down.
 */
export async function deliverDue(deps: DeliveryDeps): Promise<number> {
  const { rows } = await deps.pool.query<DueRow>(
    `UPDATE alert_delivery d SET due_at = now() + $2::integer * interval '1 millisecond', attempts = d.attempts + 1
     FROM alert_destination t
     WHERE t.destination = d.destination AND d.delivery IN (
       SELECT delivery FROM alert_delivery JOIN alert_destination USING (destination)
       WHERE due_at <= now() AND enabled ORDER BY due_at LIMIT $1 FOR UPDATE OF alert_delivery SKIP LOCKED)
     RETURNING d.delivery, d.destination, d.kind AS message, d.rule, d.severity, d.alerts, d.attempts, t.kind, t.config,
       t.secrets_sealed, t.hours`,
    [sent_at_once_max, lease_ms],
  );
  await Promise.all(rows.map((row) => deliver(deps, row)));
  return rows.length;
}

async function deliver(deps: DeliveryDeps, row: DueRow): Promise<void> {
  const failure = await send(deps, row);
  if (failure === null) {
    await deps.pool.query(
      `UPDATE alert_delivery SET due_at = NULL, delivered_at = now(), last_error = NULL WHERE delivery = $1`,
      [row.delivery],
    );
    return;
  }
  const after = new Date(Date.now() + backOffMs(row.attempts, Math.random()));
  const again = tellAt(row.hours, severityAt(row.severity), after);
  deps.log.warn({ destination: row.destination, detail: failure }, 'an alert could not be told of');
  await deps.pool.query(
    `UPDATE alert_delivery SET last_error = $2,
       due_at = CASE WHEN attempts < $4 THEN $3::timestamptz END
     WHERE delivery = $1`,
    [row.delivery, failure, again, attempts_max],
  );
}

async function send(deps: DeliveryDeps, row: DueRow): Promise<string | null> {
  const { secret } = openSecrets(sealName(row.destination), row.secrets_sealed, deps.secretKey);
  const message: Message = {
    id: row.delivery,
    kind: row.message,
    rule: row.rule === '' ? null : row.rule,
    severity: severityAt(row.severity),
    count: row.alerts.length,
    alerts: await readAlertItems(deps.pool, row.alerts.slice(0, told_max)),
    link: `${deps.origin}/alerts`,
  };
  return sendMessage({ kind: row.kind, config: row.config, secret: String(secret ?? '') }, message, deps);
}

/** What a destination's secrets are bound to. */
export function sealName(destination: string): string {
  return `alert-destination/${destination}`;
}

/** Sends a test message now, outside of the queue, and writes it down. Gives why it failed, or null; undefined: unknown. */
export async function sendTest(deps: DeliveryDeps, destination: string): Promise<string | null | undefined> {
  const { rows } = await deps.pool.query<DueRow>(
    `SELECT $2 AS delivery, destination, 'test' AS message, '' AS rule, 2::smallint AS severity, '{}'::text[] AS alerts,
       1 AS attempts, kind, config, secrets_sealed, hours FROM alert_destination WHERE destination = $1`,
    [destination, randomUUID()],
  );
  const [row] = rows;
  if (row === undefined) return undefined;
  const failure = await send(deps, row);
  await deps.pool.query(
    `INSERT INTO alert_delivery (delivery, destination, kind, rule, severity, alerts, attempts, delivered_at, last_error)
     VALUES ($1, $2, 'test', '', 2, '{}', 1, CASE WHEN $3::text IS NULL THEN now() END, $3)`,
    [row.delivery, destination, failure],
  );
  return failure;
}
