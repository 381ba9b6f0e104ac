import { type Accuracy, drift_outcomes_min, figuresOf } from '@/lib/demand/accuracy';
import type { Alert, Finding } from './alert';
import type { AlertRule } from './rules';
import { severityOf } from './severity';
import { type ThresholdIndex, thresholdInForce } from './threshold';

/** A transfer that is under way. */
export interface TransferFacts {
  transfer: string;
  to: string;
  units: number;
  /** Since it should have been there; negative: it has time. */
  lateSeconds: number;
}

export function transferLate(facts: TransferFacts, thresholds: ThresholdIndex): Finding {
  const set = thresholdInForce(thresholds, 'transfer_late', placeAt({ node: facts.to }));
  return finding('transfer_late', {
    node: facts.to,
    location: facts.transfer,
    set,
    value: Math.max(0, facts.lateSeconds),
    limit: set.limit ?? 0,
    fires: facts.lateSeconds > (set.limit ?? 0),
    units: facts.units,
    facts: { units: facts.units },
  });
}

/** What waits in quality control at a node. */
export interface WaitingReturns {
  node: string;
  units: number;
  oldestSeconds: number;
}

export function returnWaiting(facts: WaitingReturns, thresholds: ThresholdIndex): Finding {
  const set = thresholdInForce(thresholds, 'return_waiting', placeAt({ node: facts.node }));
  return finding('return_waiting', {
    node: facts.node,
    set,
    value: facts.oldestSeconds,
    limit: set.limit ?? 0,
    fires: facts.units > 0 && facts.oldestSeconds > (set.limit ?? 0),
    units: facts.units,
    facts: { units: facts.units },
  });
}

/**
 * A channel's forecast that errs to one side: |bias| in whole percent against the limit, once enough outcomes are known.
 * It clears at four fifths of the limit.
 */
export function forecastDrift(channel: string, sums: Accuracy, thresholds: ThresholdIndex): Finding {
  const set = thresholdInForce(thresholds, 'forecast_drift', placeAt({ channel }));
  const { bias } = figuresOf(sums);
  const percent = Math.round(Math.abs(bias ?? 0) * 100);
  const limit = set.limit ?? 0;
  const clear = Math.floor(limit * 0.8);
  const known = sums.outcomes >= drift_outcomes_min && bias !== null;
  const found = finding('forecast_drift', {
    channel,
    set,
    value: percent,
    limit,
    fires: known && percent > limit,
    units: 0,
    facts: { side: (bias ?? 0) < 0 ? 'low' : 'high', outcomes: sums.outcomes },
  });
  const between = found.level === 'clears' && !set.off && known && percent > clear;
  return { ...found, clearsAt: clear, level: between ? 'between' : found.level };
}

/** One of a channel's cancellation limits, in orders of its window. */
export interface BudgetFacts {
  channel: string;
  name: string;
  days: number;
  orders: number;
  cancelled: number;
  /** How many may be cancelled until the limit is reached. */
  budget: number;
}

/**
 * Fires once the threshold's share of the budget is spent, and is critical once all of it is. Worked: 400 orders at 2.5 %
 * permit 10; at 80 % it fires with the 8th. A window without a cancellation never fires.
 */
export function budgetBurning(facts: BudgetFacts, thresholds: ThresholdIndex): Finding {
  const set = thresholdInForce(thresholds, 'budget_burning', placeAt({ channel: facts.channel }));
  const limit = Math.max(1, Math.ceil((facts.budget * (set.percent ?? 100)) / 100));
  const found = finding('budget_burning', {
    channel: facts.channel,
    location: facts.name,
    set,
    value: facts.cancelled,
    limit,
    fires: facts.cancelled >= limit,
    units: 0,
    facts: { name: facts.name, budget: facts.budget, days: facts.days, orders: facts.orders },
  });
  return facts.cancelled > facts.budget && facts.cancelled > 0 ? { ...found, severity: 'critical' } : found;
}

/** What is left of a channel's tightest budget, 0 to 1; 1 where there is none to spend. */
export function budgetLeft(limits: readonly Pick<BudgetFacts, 'cancelled' | 'budget'>[]): number {
  return limits.reduce((least, { cancelled, budget }) => {
    const left = budget > 0 ? Math.max(0, 1 - cancelled / budget) : cancelled > 0 ? 0 : 1;
    return Math.min(least, left);
  }, 1);
}

function placeAt({ node = '', channel = '' }: { node?: string; channel?: string }) {
  return { sku: '', category: '', node, channel };
}

interface Found {
  node?: string;
  channel?: string;
  location?: string;
  set: { off: boolean; forSeconds: number };
  value: number;
  limit: number;
  fires: boolean;
  units: number;
  facts: Alert['facts'];
}

function finding(rule: AlertRule, found: Found): Finding {
  return {
    rule,
    sku: '',
    node: found.node ?? '',
    channel: found.channel ?? '',
    location: found.location ?? '',
    level: !found.set.off && found.fires ? 'fires' : 'clears',
    value: found.value,
    limit: found.limit,
    clearsAt: 0,
    forSeconds: found.set.forSeconds,
    unitsAtRisk: found.units,
    moneyMinor: null,
    currency: 'INR',
    severity: severityOf(rule, null),
    facts: found.facts,
    suppressed: null,
  };
}
