import { type Alert, type Finding, type LogEntry, type Step, stepOf, trend_points_max } from './alert';
import { identityOf, isWorse } from './rules';

/** What fires again within so long after it was resolved is the same alert, reopened. */
export const reopen_within_ms = 60 * 60_000;

/**
 * What a finding makes of the alert of its identity: the one open, or the latest resolved, or none (`held` null). Null
 * where nothing is to be written. `newId` is called where a new alert opens.
 *
 * - fires: opens (after its `for`), reopens, or goes on; count says how often it began to fire, worst how bad it was.
 * - between: goes on as it is, so that a number that swings around its threshold gives one alert.
 * - clears: resolved.
 * - unknown: nothing changes; silence never resolves anything.
 * What was resolved by hand while it fired stays so until it has cleared once, or gets worse.
 */
export function observe(held: Alert | null, finding: Finding, now: number, newId: () => string): Step | null {
  if (finding.level === 'unknown') return null;
  if (held === null) return finding.level === 'fires' ? begin(finding, now, newId()) : null;
  if (held.state === 'resolved') return afterResolved(held, finding, now, newId);
  if (finding.level === 'clears') return clear(held, finding, now);
  return goOn(held, finding, now);
}

function begin(finding: Finding, now: number, id: string): Step | null {
  // What was decided (a pause, a stop) opens nothing; what follows from another alert is kept, to be shown with it.
  if (finding.suppressed?.by === 'policy') return null;
  const waits = finding.forSeconds > 0;
  const alert: Alert = {
    alert: id,
    identity: identityOf(finding),
    state: waits ? 'pending' : 'open',
    ...foundIn(finding),
    worst: finding.value,
    count: 1,
    firing: true,
    owner: null,
    acknowledgedUntil: null,
    snoozedUntil: null,
    snoozedAt: null,
    since: now,
    openedAt: waits ? null : now,
    changedAt: now,
    resolvedAt: null,
    resolvedBy: null,
    escalatedAt: null,
    trend: [[now, finding.value]],
    version: 0,
  };
  return stepOf(alert, {}, { at: now, kind: waits ? 'pending' : 'opened' });
}

function afterResolved(held: Alert, finding: Finding, now: number, newId: () => string): Step | null {
  if (held.firing) {
    // By hand, and it has fired ever since.
    if (finding.level === 'clears') return { alert: { ...held, firing: false }, entries: [] };
    if (finding.level !== 'fires' || !isWorse(held.rule, finding.value, held.worst)) return null;
    return reopen(held, finding, now, 'worse than before');
  }
  if (finding.level !== 'fires' || finding.suppressed?.by === 'policy') return null;
  const again = now - (held.resolvedAt ?? now) <= reopen_within_ms && held.resolvedBy !== 'dropped';
  return again ? reopen(held, finding, now, 'fires again') : begin(finding, now, newId());
}

function reopen(held: Alert, finding: Finding, now: number, note: string): Step {
  return stepOf(
    held,
    {
      ...foundIn(finding),
      state: 'open',
      worst: isWorse(held.rule, finding.value, held.worst) ? finding.value : held.worst,
      count: held.count + 1,
      firing: true,
      since: now,
      openedAt: now,
      resolvedAt: null,
      resolvedBy: null,
      owner: null,
      acknowledgedUntil: null,
      escalatedAt: null,
      trend: trendOf(held, finding, now),
    },
    { at: now, kind: 'reopened', note },
  );
}

function clear(held: Alert, finding: Finding, now: number): Step {
  const { severity: _, ...found } = foundIn(finding);
  return stepOf(
    held,
    {
      ...found,
      trend: trendOf(held, finding, now),
      state: 'resolved',
      firing: false,
      resolvedAt: now,
      resolvedBy: held.state === 'pending' ? 'dropped' : 'cleared',
      suppressed: null,
      acknowledgedUntil: null,
      snoozedUntil: null,
      snoozedAt: null,
    },
    { at: now, kind: 'resolved', note: held.state === 'pending' ? 'before it opened' : 'the cause is gone' },
  );
}

function goOn(held: Alert, finding: Finding, now: number): Step | null {
  const fires = finding.level === 'fires';
  let alert: Alert = {
    ...held,
    ...foundIn(finding),
    trend: trendOf(held, finding, now),
    firing: fires,
    count: held.count + (fires && !held.firing ? 1 : 0),
    worst: isWorse(held.rule, finding.value, held.worst) ? finding.value : held.worst,
    // In between it stays as severe as it was.
    severity: fires ? finding.severity : held.severity,
  };
  const entries: LogEntry[] = [];
  const log = (change: Partial<Alert>, line: Parameters<typeof stepOf>[2]) => {
    const step = stepOf(alert, change, line);
    alert = step.alert;
    entries.push(...step.entries);
  };
  if (held.state === 'pending' && fires && now - held.since >= finding.forSeconds * 1000)
    log({ state: 'open', openedAt: now }, { at: now, kind: 'opened' });
  const was = JSON.stringify(held.suppressed);
  if (JSON.stringify(finding.suppressed) !== was && (finding.suppressed === null || was === 'null'))
    log({}, { at: now, kind: finding.suppressed === null ? 'unsuppressed' : 'suppressed' });
  if (fires && alert.severity !== held.severity)
    log({}, { at: now, kind: 'severity', note: `${held.severity} → ${alert.severity}` });
  if (alert.state === 'snoozed' && held.snoozedAt !== null && isWorse(held.rule, alert.value, held.snoozedAt))
    log(
      { state: 'open', snoozedUntil: null, snoozedAt: null },
      { at: now, kind: 'snooze_ended', note: 'it got worse' },
    );
  return entries.length === 0 && same(held, alert) ? null : { alert, entries };
}

function trendOf({ trend }: Alert, { value }: Finding, now: number): Alert['trend'] {
  return trend.at(-1)?.[1] === value ? trend : [...trend, [now, value] as const].slice(-trend_points_max);
}

function foundIn(finding: Finding) {
  const { level: _, forSeconds: __, ...found } = finding;
  return found;
}

function same(a: Alert, b: Alert): boolean {
  return JSON.stringify(sorted(a)) === JSON.stringify(sorted(b));
}

function sorted({ facts, ...alert }: Alert) {
  const byName = (value: object) => Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1));
  return [byName(alert), byName(facts)];
}
