import type { ClientBase, Pool } from 'pg';
import type { Alert, AlertFacts, AlertState, Handling, LogEntry, LogKind, Step, Suppressor } from '../alert';
import { type AlertRule, severities, severityAt } from '../rules';

export interface AlertRow {
  alert: string;
  identity: string;
  rule: AlertRule;
  sku: string;
  node: string;
  channel: string;
  location: string;
  state: AlertState;
  severity: number;
  value: string;
  limit: string;
  clears_at: string;
  worst: string;
  units_at_risk: string;
  money_minor: string | null;
  currency: string;
  facts: AlertFacts;
  count: number;
  firing: boolean;
  suppressed: Suppressor | null;
  owner: string | null;
  acknowledged_until: Date | null;
  snoozed_until: Date | null;
  snoozed_at: string | null;
  since: Date;
  opened_at: Date | null;
  changed_at: Date;
  resolved_at: Date | null;
  resolved_by: Alert['resolvedBy'];
  escalated_at: Date | null;
  trend: Alert['trend'];
  version: number;
}

const number = (text: string | null) => (text === null ? null : Number(text));
const ms = (at: Date | null) => at?.getTime() ?? null;
const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());

export function alertOf(row: AlertRow): Alert {
  return {
    alert: row.alert,
    identity: row.identity,
    rule: row.rule,
    sku: row.sku,
    node: row.node,
    channel: row.channel,
    location: row.location,
    state: row.state,
    severity: severityAt(row.severity),
    value: Number(row.value),
    limit: Number(row.limit),
    clearsAt: Number(row.clears_at),
    worst: Number(row.worst),
    unitsAtRisk: Number(row.units_at_risk),
    moneyMinor: number(row.money_minor),
    currency: row.currency,
    facts: row.facts,
    count: row.count,
    firing: row.firing,
    suppressed: row.suppressed,
    owner: row.owner,
    acknowledgedUntil: ms(row.acknowledged_until),
    snoozedUntil: ms(row.snoozed_until),
    snoozedAt: number(row.snoozed_at),
    since: row.since.getTime(),
    openedAt: ms(row.opened_at),
    changedAt: row.changed_at.getTime(),
    resolvedAt: ms(row.resolved_at),
    resolvedBy: row.resolved_by,
    escalatedAt: ms(row.escalated_at),
    trend: row.trend,
    version: row.version,
  };
}

function rowOf(alert: Alert) {
  return {
    alert: alert.alert,
    identity: alert.identity,
    rule: alert.rule,
    sku: alert.sku,
    node: alert.node,
    channel: alert.channel,
    location: alert.location,
    state: alert.state,
    severity: severities.indexOf(alert.severity),
    value: alert.value,
    limit: alert.limit,
    clears_at: alert.clearsAt,
    worst: alert.worst,
    units_at_risk: alert.unitsAtRisk,
    money_minor: alert.moneyMinor,
    currency: alert.currency,
    facts: alert.facts,
    count: alert.count,
    firing: alert.firing,
    suppressed: alert.suppressed,
    owner: alert.owner,
    acknowledged_until: iso(alert.acknowledgedUntil),
    snoozed_until: iso(alert.snoozedUntil),
    snoozed_at: alert.snoozedAt,
    since: iso(alert.since),
    opened_at: iso(alert.openedAt),
    changed_at: iso(alert.changedAt),
    resolved_at: iso(alert.resolvedAt),
    resolved_by: alert.resolvedBy,
    escalated_at: iso(alert.escalatedAt),
    trend: alert.trend,
    version: alert.version,
  };
}

/** What changes in the course of an alert; the rest says which one it is. */
const changing = [
  'state',
  'severity',
  'value',
  'limit',
  'clears_at',
  'worst',
  'units_at_risk',
  'money_minor',
  'currency',
  'facts',
  'count',
  'firing',
  'suppressed',
  'owner',
  'acknowledged_until',
  'snoozed_until',
  'snoozed_at',
  'since',
  'opened_at',
  'changed_at',
  'resolved_at',
  'resolved_by',
  'escalated_at',
  'trend',
  'version',
] as const;

/** Writes what was decided, and what is to be told of it: three statements, however many alerts. */
export async function persistSteps(client: ClientBase, steps: readonly Step[]): Promise<void> {
  if (steps.length === 0) return;
  // A JSON null would be a value of a JSONB column: what is absent becomes NULL.
  const rows = steps.map(({ alert }) =>
    Object.fromEntries(Object.entries(rowOf(alert)).filter(([, value]) => value !== null)),
  );
  await client.query(
    `INSERT INTO alert SELECT * FROM jsonb_populate_recordset(NULL::alert, $1::jsonb)
     ON CONFLICT (alert) DO UPDATE SET ${changing.map((name) => `"${name}" = EXCLUDED."${name}"`).join(', ')}`,
    [JSON.stringify(rows)],
  );
  const entries = steps.flatMap((step) => step.entries);
  if (entries.length === 0) return;
  const notices = steps.flatMap(noticesOf);
  if (notices.length > 0)
    await client.query(
      'INSERT INTO alert_notice (alert, kind) SELECT * FROM unnest($1::text[], $2::text[])',
      [notices.map(({ alert }) => alert), notices.map(({ kind }) => kind)],
    );
  await client.query(
    'INSERT INTO alert_log SELECT * FROM jsonb_populate_recordset(NULL::alert_log, $1::jsonb)',
    [
      JSON.stringify(
        entries.map(({ before, at, ...entry }) => ({
          ...entry,
          at: iso(at),
          ...(before === null ? {} : { before }),
        })),
      ),
    ],
  );
}

/**
 * An alert is told of once when it opens, or when what suppressed it has gone; and again when nobody took it up. One
 * that is reopened within the hour was told of already.
 */
function noticesOf({ alert, entries }: Step): { alert: string; kind: 'opened' | 'escalated' }[] {
  if (alert.state !== 'open' || alert.suppressed !== null) return [];
  const kinds = entries.map(({ kind }) => kind);
  if (kinds.includes('escalated')) return [{ alert: alert.alert, kind: 'escalated' }];
  const told = kinds.includes('opened') || kinds.includes('unsuppressed');
  return told ? [{ alert: alert.alert, kind: 'opened' }] : [];
}

/** The alert of each identity: the one that is not resolved, else the latest; locked, in the order of their ids. */
export async function lockByIdentity(
  client: ClientBase,
  identities: readonly string[],
): Promise<Map<string, Alert>> {
  if (identities.length === 0) return new Map();
  const { rows } = await client.query<AlertRow>(
    `SELECT a.* FROM alert a JOIN (
       SELECT DISTINCT ON (identity) alert FROM alert WHERE identity = ANY($1::text[])
       ORDER BY identity, (state = 'resolved'), since DESC
     ) AS latest ON latest.alert = a.alert
     ORDER BY a.alert FOR UPDATE OF a`,
    [identities],
  );
  return new Map(rows.map((row) => [row.identity, alertOf(row)]));
}

export async function lockAlerts(client: ClientBase, ids: readonly string[]): Promise<Alert[]> {
  const { rows } = await client.query<AlertRow>(
    'SELECT * FROM alert WHERE alert = ANY($1::text[]) ORDER BY alert FOR UPDATE',
    [ids],
  );
  return rows.map(alertOf);
}

interface LogRow {
  alert: string;
  version: number;
  at: Date;
  kind: LogKind;
  actor: string;
  note: string;
  value: string;
  before: Handling | null;
}

/** The newest line of each alert's log. */
export async function readLastEntries(
  db: ClientBase | Pool,
  ids: readonly string[],
): Promise<Map<string, LogEntry>> {
  const { rows } = await db.query<LogRow>(
    `SELECT DISTINCT ON (alert) * FROM alert_log WHERE alert = ANY($1::text[]) ORDER BY alert, version DESC`,
    [ids],
  );
  return new Map(rows.map((row) => [row.alert, entryOf(row)]));
}

/** The newest lines of an alert's log, newest first. */
export async function readLog(db: ClientBase | Pool, id: string, max: number): Promise<LogEntry[]> {
  const { rows } = await db.query<LogRow>(
    'SELECT * FROM alert_log WHERE alert = $1 ORDER BY version DESC LIMIT $2',
    [id, max],
  );
  return rows.map(entryOf);
}

function entryOf({ at, value, ...row }: LogRow): LogEntry {
  return { ...row, at: at.getTime(), value: Number(value) };
}
