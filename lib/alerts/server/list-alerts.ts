import type { ClientBase, Pool } from 'pg';
import { nameActors } from '@/lib/access/server/name-actors';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { Alert, AlertState } from '../alert';
import type { AlertCounts, AlertDetail, AlertItem } from '../alert-item';
import { type AlertRule, type Severity, severities } from '../rules';
import { sentenceOf } from '../words';
import { type AlertRow, alertOf, readLog } from './alert-rows';

export interface AlertsQuery {
  status?: AlertState | undefined;
  rule?: AlertRule | undefined;
  severity?: Severity | undefined;
  sku?: string | undefined;
  node?: string | undefined;
  channel?: string | undefined;
  owner?: string | undefined;
  /** Only those that are suppressed, or only those that are not. */
  suppressed?: 'yes' | 'no' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

interface NamedRow extends AlertRow {
  owner_name: string | null;
}

const log_lines_max = 200;
const suppressed_shown_max = 100;
const counted_max = 10_000;

const selection = `SELECT a.*, coalesce(u.name, k.name, a.owner) AS owner_name FROM alert a
  LEFT JOIN "user" u ON a.owner = 'user:' || u.id LEFT JOIN api_key k ON a.owner = 'key:' || k.id::text`;

/**
 * Alerts: what is not resolved by severity, then the newest first; what is resolved by when it was. Without a status
 * all that ever opened, the newest first. Throws `invalid_cursor`.
 */
export async function listAlerts(pool: Pool, query: AlertsQuery): Promise<Page<AlertItem>> {
  const limit = pageLimit(query.limit);
  const { values, conditions, bind } = conditionsOf(query);
  const resolved = query.status === 'resolved';
  const bySeverity = query.status !== undefined && !resolved;
  if (query.cursor !== undefined) {
    const [severity, at, id] = decodeCursor(query.cursor, ['number', 'number', 'string']);
    const instant = bind(new Date(at));
    if (bySeverity)
      conditions.push(
        `(a.severity > ${bind(severity)} OR (a.severity = $${values.length} AND (a.since < ${instant} OR (a.since = ${instant} AND a.alert > ${bind(id)}))))`,
      );
    else {
      const column = resolved ? 'a.resolved_at' : 'a.since';
      conditions.push(`(${column} < ${instant} OR (${column} = ${instant} AND a.alert > ${bind(id)}))`);
    }
  }
  const order = bySeverity
    ? 'a.severity, a.since DESC, a.alert'
    : `${resolved ? 'a.resolved_at' : 'a.since'} DESC, a.alert`;
  const { rows } = await pool.query<NamedRow>(
    `${selection} WHERE ${conditions.join(' AND ')} ORDER BY ${order} LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(rows, limit, itemOf, (row) => [
    row.severity,
    (resolved ? (row.resolved_at ?? row.since) : row.since).getTime(),
    row.alert,
  ]);
}

/** The ids of all that match, at most `max`, the worst first: for an action on all of them. */
export async function matchingAlerts(pool: Pool, query: AlertsQuery, max: number): Promise<string[]> {
  const { values, conditions, bind } = conditionsOf(query);
  const { rows } = await pool.query<{ alert: string }>(
    `SELECT a.alert FROM alert a WHERE ${conditions.join(' AND ')}
     ORDER BY a.severity, a.since DESC, a.alert LIMIT ${bind(max)}`,
    values,
  );
  return rows.map(({ alert }) => alert);
}

function conditionsOf(query: AlertsQuery) {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [
    query.status === undefined ? 'a.opened_at IS NOT NULL' : `a.state = ${bind(query.status)}`,
  ];
  if (query.status === 'resolved') conditions.push('a.opened_at IS NOT NULL');
  for (const column of ['rule', 'sku', 'node', 'channel', 'owner'] as const)
    if (query[column] !== undefined) conditions.push(`a.${column} = ${bind(query[column])}`);
  if (query.severity !== undefined)
    conditions.push(`a.severity = ${bind(severities.indexOf(query.severity))}`);
  if (query.suppressed !== undefined)
    conditions.push(`a.suppressed IS ${query.suppressed === 'yes' ? 'NOT NULL' : 'NULL'}`);
  return { values, conditions, bind };
}

/** One alert with its log, newest line first, and what follows from it; null where there is none. */
export async function readAlert(pool: Pool, id: string): Promise<AlertDetail | null> {
  const { rows } = await pool.query<NamedRow>(`${selection} WHERE a.alert = $1`, [id]);
  const [row] = rows;
  if (row === undefined) return null;
  const log = await readLog(pool, id, log_lines_max);
  const names = await nameActors(
    pool,
    log.map(({ actor }) => actor),
  );
  const suppressed = await pool.query<NamedRow>(
    `${selection} WHERE a.suppressed ->> 'alert' = $1 AND a.state <> 'resolved'
     ORDER BY a.severity, a.since DESC, a.alert LIMIT $2`,
    [id, suppressed_shown_max],
  );
  return {
    ...itemOf(row),
    log: log.map(({ version, at, kind, actor, note, value }) => ({
      version,
      at: new Date(at).toISOString(),
      kind,
      actor: names.get(actor) ?? actor,
      note: names.get(note) ?? note,
      value,
    })),
    suppresses: suppressed.rows.map(itemOf),
  };
}

/** These alerts, in the order given. */
export async function readAlertItems(pool: Pool, ids: readonly string[]): Promise<AlertItem[]> {
  const { rows } = await pool.query<NamedRow>(
    `${selection} WHERE a.alert = ANY($1::text[]) ORDER BY array_position($1::text[], a.alert)`,
    [ids],
  );
  return rows.map(itemOf);
}

/** How many there are, no further than `counted_max` of each; suppressed ones are not counted as open. */
export async function countAlerts(db: ClientBase | Pool): Promise<AlertCounts> {
  const { rows } = await db.query<{
    state: AlertState;
    severity: number;
    rule: AlertRule;
    count: string;
    units: string;
  }>(
    `SELECT state, severity, rule, count(*) AS count, sum(units_at_risk) AS units FROM (
       SELECT state, severity, rule, units_at_risk FROM alert
       WHERE state IN ('open', 'acknowledged', 'snoozed') AND (state <> 'open' OR suppressed IS NULL) LIMIT $1
     ) AS standing GROUP BY state, severity, rule`,
    [counted_max],
  );
  const sum = (of: (row: (typeof rows)[number]) => boolean) =>
    rows.filter(of).reduce((all, row) => all + Number(row.count), 0);
  const open = rows.filter(({ state }) => state === 'open');
  const rules = [...new Set(open.map(({ rule }) => rule))].map((rule) => ({
    rule,
    count: sum((row) => row.state === 'open' && row.rule === rule),
    units: open.filter((row) => row.rule === rule).reduce((all, row) => all + Number(row.units), 0),
  }));
  return {
    open: sum(({ state }) => state === 'open'),
    acknowledged: sum(({ state }) => state === 'acknowledged'),
    snoozed: sum(({ state }) => state === 'snoozed'),
    critical: sum(({ state, severity }) => state === 'open' && severity === 0),
    rules: rules.sort((a, b) => b.count - a.count),
  };
}

function itemOf(row: NamedRow): AlertItem {
  const alert: Alert = alertOf(row);
  const some = (text: string) => (text === '' ? null : text);
  const iso = (at: number | null) => (at === null ? null : new Date(at).toISOString());
  return {
    id: alert.alert,
    rule: alert.rule,
    status: alert.state,
    severity: alert.severity,
    cause: sentenceOf(alert),
    sku: some(alert.sku),
    node: some(alert.node),
    channel: some(alert.channel),
    location: some(alert.location),
    value: alert.value,
    threshold: alert.limit,
    clearsAt: alert.clearsAt,
    worst: alert.worst,
    unitsAtRisk: alert.unitsAtRisk,
    moneyAtRiskMinor: alert.moneyMinor,
    currency: alert.currency,
    facts: alert.facts,
    count: alert.count,
    firing: alert.firing,
    suppressedBy: alert.suppressed,
    owner: alert.owner,
    ownerName: row.owner_name,
    since: new Date(alert.since).toISOString(),
    openedAt: iso(alert.openedAt),
    acknowledgedUntil: iso(alert.acknowledgedUntil),
    snoozedUntil: iso(alert.snoozedUntil),
    snoozedUntilWorseThan: alert.snoozedAt,
    resolvedAt: iso(alert.resolvedAt),
    resolvedBy: alert.resolvedBy,
    escalatedAt: iso(alert.escalatedAt),
    trend: alert.trend.map(([at, value]) => ({ at: new Date(at).toISOString(), value })),
    version: alert.version,
  };
}
