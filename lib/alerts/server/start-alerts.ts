import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Logger } from 'pino';
import { startLoop, stepFailures } from '@/lib/channels/server/start-loop';
import { withTransaction } from '@/lib/db/transaction';
import { startRangeConsumer } from '@/lib/ledger/server/consume';
import { escalates_after_ms, tick } from '../handle';
import { severities } from '../rules';
import { type AlertRow, alertOf, persistSteps } from './alert-rows';
import { evaluateChannels } from './evaluate-channels';
import { evaluateFlow } from './evaluate-flow';
import { evaluateSkus } from './evaluate-skus';
import { markUnsilenced } from './save-silence';
import { markTurnedThresholds } from './save-threshold';

/** Never renamed: it names a cursor. */
const alerts_consumer = 'alerts';
/** Events only become marks here, which is one statement; large and few, so that nothing is done per event. */
const events_batch_max = 10_000;
const consume_every_ms = 150;
/** SKUs evaluated in one transaction. */
const skus_batch_max = 1_000;
const look_every_ms = 100;
/** Where more waits than one batch, as long is rested as was worked: the ledger goes before the rules. */
const rest_ms_max = 500;
const sweep_every_ms = 5_000;
const flow_every_ms = 60_000;
/** Looked at again in each sweep: so many SKUs that have alerts, and so many of all. */
const swept_skus = 250;
const ticked_max = 1_000;

/** Of any transaction that evaluates: one at a time in the whole system. */
const evaluating_lock = 0x616c6572;

export interface AlertsOptions {
  pool: Pool;
  log: Pick<Logger, 'warn' | 'error'>;
}

/**
 * Starts what keeps the alerts true: the log's events mark their SKUs, marked SKUs are evaluated in batches, and a sweep
 * looks at what only time brings and at what a mark may have missed. Any number of processes may run it: one evaluates
 * at a time, and what a killed one had in hand is still marked.
 */
export function startAlerts(options: AlertsOptions): { stop(): Promise<void> } {
  const { pool, log } = options;
  const onError = stepFailures(log, 'alerts');
  const consumer = startRangeConsumer({
    name: alerts_consumer,
    pool,
    events_batch_max,
    poll_ms: consume_every_ms,
    notifications: null,
    onError: onError('events'),
    handle: async (client, { after, until }) => {
      await client.query(
        `INSERT INTO alert_mark (sku) SELECT DISTINCT sku FROM inventory_event
         WHERE (xid, sequence) > ($1, $2) AND (xid, sequence) <= ($3, $4) AND refusal IS NULL`,
        [after.xid, after.sequence, until.xid, until.sequence],
      );
    },
  });
  const marks = startLoop(
    look_every_ms,
    async () => {
      const began = performance.now();
      const more = (await evaluateMarked(pool)) === skus_batch_max;
      if (more) await wait(Math.min(rest_ms_max, performance.now() - began));
      return more;
    },
    onError('marks'),
  );
  const walk: Walk = { alerted: '', all: '' };
  const sweep = startLoop(
    sweep_every_ms,
    async () => {
      await sweepAlerts(pool, walk);
      return false;
    },
    onError('sweep'),
  );
  return {
    async stop() {
      await Promise.all([consumer.stop(), marks.stop(), sweep.stop()]);
    },
  };
}

/**
 * Evaluates the SKUs that are marked, those that have waited longest first, at most `skus_batch_max`, and gives how many
 * that were; 0 also where another process is at it. All marks of a SKU go at once, however many, so that a SKU that moves
 * all the time is not looked at more often than others. They are read before the facts, and go with what was decided on
 * these.
 */
export async function evaluateMarked(pool: Pool): Promise<number> {
  return withTransaction(pool, async (client) => {
    if (!(await mayEvaluate(client))) return 0;
    const { rows } = await client.query<{ mark: string; sku: string }>(
      `WITH waiting AS MATERIALIZED (
         SELECT sku FROM alert_mark GROUP BY sku ORDER BY min(mark) LIMIT $1
       ) SELECT m.mark, m.sku FROM alert_mark m JOIN waiting USING (sku)`,
      [skus_batch_max],
    );
    if (rows.length === 0) return 0;
    const skus = [...new Set(rows.map(({ sku }) => sku))];
    await evaluateSkus(client, skus);
    await client.query('DELETE FROM alert_mark WHERE mark = ANY($1::bigint[])', [
      rows.map(({ mark }) => mark),
    ]);
    return skus.length;
  });
}

/** How far the walk has come, by SKU: among those that have alerts, and among all. */
export interface Walk {
  alerted: string;
  all: string;
  /** When what moves slowly was looked at last. */
  flowAt?: number;
  /** Up to when it is known which thresholds came into force. */
  thresholdsAt?: Date;
}

/** Channels, what time brings, and the next SKUs of the walk. Nothing where another process evaluates just now. */
export async function sweepAlerts(pool: Pool, walk: Walk): Promise<void> {
  await withTransaction(pool, async (client) => {
    if (await mayEvaluate(client)) await evaluateChannels(client);
  });
  if (Date.now() - (walk.flowAt ?? 0) >= flow_every_ms)
    await withTransaction(pool, async (client) => {
      if (!(await mayEvaluate(client))) return;
      await evaluateFlow(client);
      walk.flowAt = Date.now();
    });
  await withTransaction(pool, tickAlerts);
  const thresholdsAt = walk.thresholdsAt ?? new Date();
  walk.thresholdsAt = new Date();
  await withTransaction(pool, (client) => markTurnedThresholds(client, thresholdsAt));
  await withTransaction(pool, markUnsilenced);
  await withTransaction(pool, async (client) => {
    const alerted = await nextSkus(
      client,
      `SELECT DISTINCT sku FROM alert WHERE sku > $1 AND (state <> 'resolved' OR firing) ORDER BY sku LIMIT $2`,
      walk.alerted,
    );
    const all = await nextSkus(client, 'SELECT sku FROM sku WHERE sku > $1 ORDER BY sku LIMIT $2', walk.all);
    walk.alerted = alerted.length < swept_skus ? '' : (alerted.at(-1) ?? '');
    walk.all = all.length < swept_skus ? '' : (all.at(-1) ?? '');
    const skus = [...new Set([...alerted, ...all])];
    if (skus.length > 0) await client.query('INSERT INTO alert_mark (sku) SELECT unnest($1::text[])', [skus]);
  });
}

async function nextSkus(client: PoolClient, sql: string, after: string): Promise<string[]> {
  const { rows } = await client.query<{ sku: string }>(sql, [after, swept_skus]);
  return rows.map(({ sku }) => sku);
}

/** Acknowledgements and snoozes that end, and what nobody has taken up. */
async function tickAlerts(client: PoolClient): Promise<void> {
  const { rows } = await client.query<AlertRow>(
    `SELECT * FROM alert WHERE (state = 'acknowledged' AND acknowledged_until <= now())
       OR (state = 'snoozed' AND snoozed_until <= now())
       OR (state = 'open' AND escalated_at IS NULL AND suppressed IS NULL
           AND opened_at <= now() - ($2::bigint[])[severity + 1] * interval '1 millisecond')
     ORDER BY alert LIMIT $1 FOR UPDATE SKIP LOCKED`,
    [ticked_max, severities.map((severity) => escalates_after_ms[severity])],
  );
  const now = Date.now();
  await persistSteps(
    client,
    rows.flatMap((row) => tick(alertOf(row), now) ?? []),
  );
}

/** Whether this transaction may evaluate. It takes no transaction number, so it holds up no reader of the log. */
async function mayEvaluate(client: PoolClient): Promise<boolean> {
  const { rows } = await client.query<{ got: boolean }>('SELECT pg_try_advisory_xact_lock($1) AS got', [
    evaluating_lock,
  ]);
  return rows[0]?.got === true;
}
