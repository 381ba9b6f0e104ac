import { randomUUID } from 'node:crypto';
import type { ClientBase } from 'pg';
import type { Alert, Finding, Step } from '../alert';
import { observe } from '../observe';
import { type AlertRule, alertRules, identityOf, traitsOf } from '../rules';
import type { Silence } from '../silence';
import { type Cause, suppressorOf } from '../suppress';
import { type AlertRow, alertOf, lockByIdentity, persistSteps } from './alert-rows';

interface Held {
  /** Restricts to these SKUs; null: all. */
  skus: readonly string[] | null;
  rules: readonly AlertRule[];
}

/**
 * Confronts what was found with the alerts there are, writes what follows and gives it. `held` says whose alerts were
 * looked at: one of them that nothing was found about has no cause any more. The alerts are locked until the end of the
 * transaction. A fixed number of statements.
 */
export async function decideSteps(
  client: ClientBase,
  findings: readonly Finding[],
  held: Held,
  channelCauses: readonly Cause[],
): Promise<Step[]> {
  const now = Date.now();
  const standing = await lockStanding(client, held);
  // Most findings say that nothing is wrong where nothing was: they are left out before anything is made of them.
  const alerted = new Set([...standing.values()].map(placeOf));
  const found = new Map(
    findings.flatMap((finding) =>
      finding.level === 'fires' || alerted.has(placeOf(finding)) ? [[identityOf(finding), finding]] : [],
    ),
  );
  for (const alert of standing.values())
    if (!found.has(alert.identity)) found.set(alert.identity, gone(alert));
  const fresh = [...found].flatMap(([identity, { level }]) =>
    level === 'fires' && !standing.has(identity) ? [identity] : [],
  );
  const earlier = await lockByIdentity(client, fresh);
  const silences = await readSilences(client);
  const causes: Cause[] = [...channelCauses];
  const steps: Step[] = [];
  // Causes first, so that what follows from them knows them.
  const inOrder = [...found].sort(([, a], [, b]) => alertRules.indexOf(a.rule) - alertRules.indexOf(b.rule));
  for (const [identity, finding] of inOrder) {
    const before = standing.get(identity) ?? earlier.get(identity) ?? null;
    if (before === null && finding.level !== 'fires') continue;
    const suppressed = suppressorOf(finding, causes, silences, now);
    const step = observe(before, { ...finding, suppressed }, now, randomUUID);
    if (step !== null) steps.push(step);
    const cause = causeOf(step?.alert ?? before);
    if (cause !== null) causes.push(cause);
  }
  await persistSteps(client, steps);
  return steps;
}

/** Coarser than an identity, and cheap. */
function placeOf({ rule, sku, channel }: Pick<Finding, 'rule' | 'sku' | 'channel'>): string {
  return `${rule} ${sku} ${channel}`;
}

/** A firing alert that explains others, as far as rules say so. */
function causeOf(alert: Alert | null): Cause | null {
  if (alert === null || alert.state === 'resolved' || alert.state === 'pending') return null;
  const { rule, sku, channel } = alert;
  if (rule !== 'channel_down' && rule !== 'below_safety_stock') return null;
  return { alert: alert.alert, rule, sku, channel, out: rule === 'below_safety_stock' && alert.value <= 0 };
}

async function lockStanding(client: ClientBase, { skus, rules }: Held): Promise<Map<string, Alert>> {
  const { rows } = await client.query<AlertRow>(
    `SELECT * FROM alert WHERE ($1::text[] IS NULL OR sku = ANY($1)) AND rule = ANY($2::text[])
       AND (state <> 'resolved' OR firing)
     ORDER BY alert FOR UPDATE`,
    [skus, rules],
  );
  const standing = new Map<string, Alert>();
  // One that is not resolved counts before one that was resolved by hand earlier.
  for (const alert of rows.map(alertOf))
    if (standing.get(alert.identity) === undefined || alert.state !== 'resolved')
      standing.set(alert.identity, alert);
  return standing;
}

async function readSilences(client: ClientBase): Promise<Silence[]> {
  const { rows } = await client.query<Omit<Silence, 'until'> & { until: Date }>(
    'SELECT silence, rule, sku, node, channel, until FROM alert_silence WHERE until > clock_timestamp()',
  );
  return rows.map((row) => ({ ...row, until: row.until.getTime() }));
}

/** Nothing is left to look at: the listing, the case or the order is gone. */
function gone(alert: Alert): Finding {
  const { rule, sku, node, channel, location, severity, currency, facts } = alert;
  return {
    rule,
    sku,
    node,
    channel,
    location,
    level: 'clears',
    value: traitsOf(rule).worse === 'higher' ? 0 : alert.value,
    limit: alert.limit,
    clearsAt: alert.clearsAt,
    forSeconds: 0,
    unitsAtRisk: 0,
    moneyMinor: null,
    currency,
    severity,
    facts,
    suppressed: null,
  };
}
