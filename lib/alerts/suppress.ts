import type { Finding, Suppressor } from './alert';
import { type AlertRule, traitsOf } from './rules';
import { type Silence, silenceFor } from './silence';

/** An alert that fires and may explain others. */
export interface Cause {
  alert: string;
  rule: AlertRule;
  sku: string;
  channel: string;
  /** A SKU is below its safety stock and has nothing left. */
  out: boolean;
}

/**
 * What a finding is suppressed by: what was decided, else the alert it follows from, else a silence. A channel that is
 * down explains its failing pushes; a SKU that is out of stock everywhere explains its low listings, one that is only
 * low does not, but it need not be forecast any more.
 */
export function suppressorOf(
  finding: Finding,
  causes: readonly Cause[],
  silences: readonly Silence[],
  now: number,
): Suppressor | null {
  if (finding.suppressed !== null) return finding.suppressed;
  const rules = traitsOf(finding.rule).suppressedBy;
  const cause = causes.find(
    ({ rule, sku, channel, out }) =>
      rules.includes(rule) &&
      (rule === 'below_safety_stock'
        ? sku === finding.sku && (out || finding.rule === 'stock_out_forecast')
        : channel === finding.channel),
  );
  if (cause !== undefined) return { by: 'alert', alert: cause.alert };
  const silence = silenceFor(silences, finding, now);
  return silence === null ? null : { by: 'silence', silence: silence.silence };
}
