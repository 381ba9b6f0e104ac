import type { Finding, Suppressor } from './alert';
import { moneyAtRisk, severityOf } from './severity';
import { type ThresholdIndex, thresholdInForce } from './threshold';

/** What is known of a listing. `shown` and `target` are packs, `demand` single units a day. */
export interface ListingFacts {
  sku: string;
  category: string;
  class: string;
  channel: string;
  location: string;
  unitsPerListing: number;
  priceMinor: number | null;
  costMinor: number | null;
  currency: string;
  /** What the listing most likely shows now; null: nobody knows yet. */
  shown: number | null;
  /** Its own threshold, in packs; 0 switches the rule off. */
  threshold: number | null;
  demand: number;
  paused: boolean;
  stopped: boolean;
  /** Units that the policy allows at most. */
  cap: number | null;
  /** The channel's orders have not been heard for too long: what is shown may be less than we think. */
  feedSilent: boolean;
  connected: boolean;
  drift: number | null;
  observed: number | null;
  acknowledged: number | null;
  attempts: number;
  /** Something has to be told: `target`, in packs. */
  due: boolean;
  target: number;
  lastError: string | null;
  /** An order came later than the channel had promised: this listing is not raised until somebody has looked. */
  watermarkBroken: boolean;
}

/** From where it clears again: 20 → 25, 3 → 4. Between the two nothing changes. */
export function clearsAt(threshold: number): number {
  return Math.max(threshold + 1, Math.ceil(1.25 * threshold));
}

/**
 * The threshold of a listing in packs: its own, else the one in force, else so many days of its own demand. One that
 * sells less than a pack in that time has none. 0: the rule is off.
 */
export function listingThreshold(
  facts: Pick<
    ListingFacts,
    'sku' | 'category' | 'class' | 'channel' | 'threshold' | 'demand' | 'unitsPerListing'
  >,
  thresholds: ThresholdIndex,
): number {
  const set = thresholdInForce(thresholds, 'listing_below_threshold', { ...facts, node: '' });
  if (set.off) return 0;
  if (facts.threshold !== null) return facts.threshold;
  return set.limit ?? Math.floor(((set.days ?? 0) * facts.demand) / facts.unitsPerListing);
}

/** A listing that shows less than its threshold. A pause, a stop or a cap of 0 is meant so and opens nothing. */
export function listingBelowThreshold(facts: ListingFacts, thresholds: ThresholdIndex): Finding {
  const limit = listingThreshold(facts, thresholds);
  const clear = clearsAt(limit);
  const value = facts.shown ?? 0;
  const gap = Math.max(0, limit - value) * facts.unitsPerListing;
  const moneyMinor = moneyAtRisk(gap, facts);
  return {
    ...placeOf('listing_below_threshold', facts),
    level: listingLevel(facts, limit),
    value,
    limit,
    clearsAt: clear,
    forSeconds: thresholdInForce(thresholds, 'listing_below_threshold', { ...facts, node: '' }).forSeconds,
    unitsAtRisk: gap,
    moneyMinor,
    currency: facts.currency,
    severity: severityOf('listing_below_threshold', moneyMinor),
    facts: { unitsPerListing: facts.unitsPerListing, own: facts.threshold === null ? null : 'listing' },
    suppressed: meant(facts),
  };
}

function listingLevel({ shown, feedSilent, due, target }: ListingFacts, limit: number): Finding['level'] {
  if (limit <= 0) return 'clears';
  if (shown === null) return 'unknown';
  // A number that is high enough is on its way; where it does not arrive, that is another alert.
  if (shown < limit) return due && target >= limit ? 'unknown' : 'fires';
  if (shown < clearsAt(limit)) return 'between';
  // Orders we have not heard of may have taken it already.
  return feedSilent ? 'unknown' : 'clears';
}

function meant({ stopped, cap, paused }: ListingFacts): Suppressor | null {
  if (stopped) return { by: 'policy', why: 'stopped' };
  if (cap === 0) return { by: 'policy', why: 'zero_by_policy' };
  return paused ? { by: 'policy', why: 'paused' } : null;
}

/** A channel that shows more than it acknowledged: somebody has edited the number there. */
export function channelDrift(facts: ListingFacts, thresholds: ThresholdIndex): Finding {
  const { limit, off, forSeconds } = thresholdInForce(thresholds, 'channel_drift', { ...facts, node: '' });
  const value = Math.max(0, facts.drift ?? 0);
  const units = value * facts.unitsPerListing;
  const moneyMinor = moneyAtRisk(units, facts);
  return {
    ...placeOf('channel_drift', facts),
    level: !off && value > (limit ?? 0) ? 'fires' : 'clears',
    value,
    limit: limit ?? 0,
    clearsAt: limit ?? 0,
    forSeconds,
    unitsAtRisk: units,
    moneyMinor,
    currency: facts.currency,
    severity: severityOf('channel_drift', moneyMinor),
    facts: { observed: facts.observed, acknowledged: facts.acknowledged },
    suppressed: null,
  };
}

/** A listing whose pushes fail again and again. It clears when one is acknowledged. */
export function pushFailing(facts: ListingFacts, thresholds: ThresholdIndex): Finding {
  const { limit, off, forSeconds } = thresholdInForce(thresholds, 'push_failing', { ...facts, node: '' });
  const attempts = facts.connected && facts.due ? facts.attempts : 0;
  const from = limit ?? 0;
  return {
    ...placeOf('push_failing', facts),
    level: off || attempts === 0 ? 'clears' : attempts >= from ? 'fires' : 'between',
    value: attempts,
    limit: from,
    clearsAt: 0,
    forSeconds,
    unitsAtRisk: 0,
    moneyMinor: null,
    currency: facts.currency,
    severity: severityOf('push_failing', null),
    facts: { error: facts.lastError },
    suppressed: facts.paused ? { by: 'policy', why: 'paused' } : null,
  };
}

/** A late order: what the channel promised does not hold. It clears when a read-back has settled what the listing shows. */
export function watermarkBroken(facts: ListingFacts, thresholds: ThresholdIndex): Finding {
  const { off, forSeconds } = thresholdInForce(thresholds, 'watermark_broken', { ...facts, node: '' });
  return {
    ...placeOf('watermark_broken', facts),
    level: !off && facts.watermarkBroken ? 'fires' : 'clears',
    value: facts.watermarkBroken ? 1 : 0,
    limit: 0,
    clearsAt: 0,
    forSeconds,
    unitsAtRisk: 0,
    moneyMinor: null,
    currency: facts.currency,
    severity: severityOf('watermark_broken', null),
    facts: {},
    suppressed: null,
  };
}

function placeOf<Rule extends Finding['rule']>(rule: Rule, { sku, channel, location }: ListingFacts) {
  return { rule, sku, node: '', channel, location };
}
