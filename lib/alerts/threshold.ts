import type { AlertRule } from './rules';

/** From where a rule fires. What a rule does not use is null; `''` in a scope stands for "any". */
export interface Threshold {
  /** In the unit of the rule. */
  limit: number | null;
  /** Of the expected number; the larger of limit and percent holds. */
  percent: number | null;
  /** Of the listing's own demand, where no limit is set. */
  days: number | null;
  /** How long it must hold before an alert opens. */
  forSeconds: number;
  /** The rule is off here. */
  off: boolean;
}

export interface ThresholdScope {
  sku: string;
  category: string;
  /** A, B or C by what it sells; absent or '': any. */
  class?: string;
  node: string;
  channel: string;
}

export interface ScopedThreshold extends Threshold, ThresholdScope {
  rule: AlertRule;
}

const base: Threshold = { limit: null, percent: null, days: null, forSeconds: 0, off: false };

/** What holds where nobody has set anything. */
export const thresholdDefaults: Readonly<Record<AlertRule, Threshold>> = {
  proof_failed: base,
  channel_down: { ...base, limit: 3 },
  // A process that has just started has not polled yet.
  feed_silent: { ...base, limit: 60, forSeconds: 10 },
  push_late: { ...base, limit: 120, forSeconds: 10 },
  push_failing: { ...base, limit: 3 },
  oversell: base,
  // A difference of one in a hundred may be on its way; one in twenty is not.
  discrepancy: { ...base, limit: 0, percent: 1 },
  below_safety_stock: base,
  listing_below_threshold: { ...base, days: 2 },
  channel_drift: { ...base, limit: 0 },
  unknown_listing: base,
  watermark_broken: base,
  // It may clear itself as listings are lowered.
  oversell_risk: { ...base, limit: 0, forSeconds: 60 },
  // Of the lead time.
  stock_out_forecast: { ...base, percent: 100, forSeconds: 600 },
  // Of the budget.
  budget_burning: { ...base, percent: 80 },
  transfer_late: { ...base, limit: 3_600 },
  return_waiting: { ...base, limit: 172_800 },
  forecast_drift: { ...base, limit: 25 },
};

export type ThresholdIndex = ReadonlyMap<string, Threshold>;

/** Thresholds by rule and scope, for many look-ups. Of two in one scope the last given wins. */
export function indexThresholds(thresholds: readonly ScopedThreshold[]): ThresholdIndex {
  return new Map(thresholds.map((each) => [scopeKey(each.rule, each), each]));
}

/**
 * The threshold in force in a place. Order: SKU × node or channel, SKU, category × node or channel, category, class × node
 * or channel, class, node or channel, all; else the default. A threshold is taken as a whole: nothing of a less specific one is mixed in.
 */
export function thresholdInForce(index: ThresholdIndex, rule: AlertRule, at: ThresholdScope): Threshold {
  const any = { sku: '', category: '', class: '', node: '', channel: '' };
  const { sku, category, node, channel } = at;
  const of = at.class ?? '';
  const place = { ...any, node, channel };
  const candidates: ThresholdScope[] = [];
  if (sku !== '') candidates.push({ ...place, sku }, { ...any, sku });
  if (category !== '') candidates.push({ ...place, category }, { ...any, category });
  if (of !== '') candidates.push({ ...place, class: of }, { ...any, class: of });
  candidates.push(place, any);
  for (const scope of candidates) {
    const found = index.get(scopeKey(rule, scope));
    if (found !== undefined) return found;
  }
  return thresholdDefaults[rule];
}

function scopeKey(rule: AlertRule, at: ThresholdScope): string {
  return JSON.stringify([rule, at.sku, at.category, at.class ?? '', at.node, at.channel]);
}
