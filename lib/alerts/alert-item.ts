import type { AlertFacts, AlertState, LogKind, Suppressor } from './alert';
import type { AlertRule, Severity } from './rules';

/** An alert as lists and the API give it. Times are ISO 8601. */
export interface AlertItem {
  id: string;
  rule: AlertRule;
  status: AlertState;
  severity: Severity;
  /** What is wrong, in a sentence. */
  cause: string;
  sku: string | null;
  node: string | null;
  channel: string | null;
  location: string | null;
  value: number;
  threshold: number;
  clearsAt: number;
  worst: number;
  unitsAtRisk: number;
  /** In minor units of `currency`. */
  moneyAtRiskMinor: number | null;
  currency: string;
  facts: AlertFacts;
  count: number;
  firing: boolean;
  suppressedBy: Suppressor | null;
  owner: string | null;
  ownerName: string | null;
  since: string;
  openedAt: string | null;
  acknowledgedUntil: string | null;
  snoozedUntil: string | null;
  snoozedUntilWorseThan: number | null;
  resolvedAt: string | null;
  resolvedBy: 'cleared' | 'hand' | 'dropped' | null;
  escalatedAt: string | null;
  /** The last values with when they were seen, oldest first. */
  trend: { at: string; value: number }[];
  version: number;
}

export interface AlertLogItem {
  version: number;
  at: string;
  kind: LogKind;
  actor: string;
  note: string;
  value: number;
}

export interface AlertDetail extends AlertItem {
  log: AlertLogItem[];
  /** Alerts that follow from this one. */
  suppresses: AlertItem[];
}

/** What became of one alert of several that an action was for. */
export type HandledItem =
  | { id: string; ok: true; version: number }
  | { id: string; ok: false; code: string; detail: string };

export interface AlertCounts {
  open: number;
  acknowledged: number;
  snoozed: number;
  /** Open and critical. */
  critical: number;
  /** Of what is open, by rule. */
  rules: { rule: AlertRule; count: number; units: number }[];
}
