import type { AlertPlace, AlertRule, Severity } from './rules';

export const alertStates = ['pending', 'open', 'acknowledged', 'snoozed', 'resolved'] as const;
export type AlertState = (typeof alertStates)[number];

/** Why something that fires is not told of: the id of the alert it follows from, a silence, or what was decided. */
export type Suppressor =
  | { by: 'alert'; alert: string }
  | { by: 'silence'; silence: string }
  | { by: 'policy'; why: 'paused' | 'stopped' | 'zero_by_policy' };

/** Evidence: what a sentence about the alert is made of. Small, and without people's data. */
export type AlertFacts = Readonly<Record<string, string | number | null>>;

/** What a rule found in one place. */
export interface Finding extends AlertPlace {
  rule: AlertRule;
  /** `between`: not so bad as to fire, not so good as to clear; `unknown`: nothing can be said, so nothing changes. */
  level: 'fires' | 'between' | 'clears' | 'unknown';
  value: number;
  limit: number;
  clearsAt: number;
  forSeconds: number;
  unitsAtRisk: number;
  moneyMinor: number | null;
  currency: string;
  severity: Severity;
  facts: AlertFacts;
  suppressed: Suppressor | null;
}

/** Times are ms since 1970. */
export interface Alert extends AlertPlace {
  alert: string;
  identity: string;
  rule: AlertRule;
  state: AlertState;
  severity: Severity;
  value: number;
  limit: number;
  clearsAt: number;
  worst: number;
  unitsAtRisk: number;
  moneyMinor: number | null;
  currency: string;
  facts: AlertFacts;
  /** How often it began to fire. */
  count: number;
  /** Whether it fired when it was last looked at. */
  firing: boolean;
  suppressed: Suppressor | null;
  owner: string | null;
  acknowledgedUntil: number | null;
  snoozedUntil: number | null;
  /** Snoozed until it gets worse than this. */
  snoozedAt: number | null;
  /** When it began to fire. */
  since: number;
  /** When it opened last; null while pending. */
  openedAt: number | null;
  changedAt: number;
  resolvedAt: number | null;
  resolvedBy: 'cleared' | 'hand' | 'dropped' | null;
  escalatedAt: number | null;
  /** The last values with when they were seen, oldest first. */
  trend: readonly (readonly [at: number, value: number])[];
  version: number;
}

export const trend_points_max = 40;

export const logKinds = [
  'pending',
  'opened',
  'reopened',
  'suppressed',
  'unsuppressed',
  'severity',
  'acknowledged',
  'acknowledgement_expired',
  'assigned',
  'snoozed',
  'snooze_ended',
  'escalated',
  'resolved',
  'undone',
] as const;
export type LogKind = (typeof logKinds)[number];

/** What an action of a person replaced, so that it can be undone. */
export type Handling = Pick<
  Alert,
  'state' | 'owner' | 'acknowledgedUntil' | 'snoozedUntil' | 'snoozedAt' | 'resolvedAt' | 'resolvedBy'
>;

/** One line of an alert's log; the log is only appended to. */
export interface LogEntry {
  alert: string;
  /** The alert's version after it. */
  version: number;
  at: number;
  kind: LogKind;
  /** `truecount` where a rule or the time did it. */
  actor: string;
  note: string;
  value: number;
  before: Handling | null;
}

export interface Step {
  alert: Alert;
  entries: LogEntry[];
}

/** Who is named in the log where nobody did it. */
export const own_actor = 'truecount';

/** The alert changed, its version raised, with the line that says so. */
export function stepOf(
  alert: Alert,
  change: Partial<Alert>,
  line: { at: number; kind: LogKind; actor?: string; note?: string; before?: Handling },
): Step {
  const changed: Alert = { ...alert, ...change, version: alert.version + 1, changedAt: line.at };
  return {
    alert: changed,
    entries: [
      {
        alert: alert.alert,
        version: changed.version,
        at: line.at,
        kind: line.kind,
        actor: line.actor ?? own_actor,
        note: line.note ?? '',
        value: changed.value,
        before: line.before ?? null,
      },
    ],
  };
}
