import type { Promotion } from '@/lib/demand/promotions';
import { groupBy } from '@/lib/shared/group-by';
import { type PolicyVersion, scopeKey } from './policy-version';

/** What is wrong with a policy or a promotion: the field, a code, and a sentence for the person. */
export interface RuleProblem {
  /** Policy or promotion. */
  of: string;
  field: string;
  code:
    | 'floor_above_cap'
    | 'shares_above_one'
    | 'versions_overlap'
    | 'ends_before_start'
    | 'not_positive'
    | 'out_of_range'
    | 'unknown_channel'
    | 'unknown_sku'
    | 'scope_ambiguous'
    | 'mode_needs_pool'
    | 'sets_nothing'
    | 'no_skus';
  reason: string;
}

export interface KnownCatalog {
  channels: ReadonlySet<string>;
  skus: ReadonlySet<string>;
}

/**
 * Everything that is wrong, in the order of the versions; empty = they can be published together. `beside` are versions
 * that were checked when they were published: they count for what holds between versions, and `known` need not name
 * what they name.
 */
export function problemsOfPolicies(
  versions: readonly PolicyVersion[],
  known: KnownCatalog,
  beside: readonly PolicyVersion[] = [],
): RuleProblem[] {
  const together = [...beside, ...versions];
  return [
    ...versions.flatMap((version) => problemsOfOne(version, known)),
    ...overlaps(together),
    ...shareSums(together),
  ];
}

function problemsOfOne(version: PolicyVersion, known: KnownCatalog): RuleProblem[] {
  const found: RuleProblem[] = [];
  const say = (field: string, code: RuleProblem['code'], reason: string) =>
    found.push({ of: version.policy, field, code, reason });
  const { sku, category, channel, priority, floor, cap, buffer, mode, share, effectiveFrom, effectiveTo } =
    version;
  if (sku !== '' && category !== '')
    say('category', 'scope_ambiguous', 'A policy names a SKU or a category, not both.');
  if (channel !== '' && !known.channels.has(channel))
    say('channel', 'unknown_channel', `There is no channel ${channel}.`);
  if (sku !== '' && !known.skus.has(sku)) say('sku', 'unknown_sku', `There is no SKU ${sku}.`);
  if (priority !== null && !(priority > 0 && Number.isFinite(priority)))
    say(
      'priority',
      'not_positive',
      'Priority must be above 0: a channel that is to get nothing has a cap of 0.',
    );
  for (const [field, units] of Object.entries({ floor, cap, buffer }))
    if (units !== null && !(Number.isInteger(units) && units >= 0))
      say(field, 'out_of_range', `${field} must be a whole number of units, 0 or more.`);
  if (floor !== null && cap !== null && floor > cap)
    say('floor', 'floor_above_cap', `The floor of ${floor} is above the cap of ${cap}.`);
  if (share !== null && !(share > 0 && share <= 1))
    say('share', 'out_of_range', 'A share must be above 0 % and at most 100 %.');
  if (mode !== null && channel !== '')
    say('mode', 'mode_needs_pool', 'A mode holds for all channels of a pool: set it without a channel.');
  if (mode !== null && typeof mode === 'object' && !(mode.bounded > 0 && mode.bounded < 1))
    say('mode', 'out_of_range', 'The risk of a bounded policy must lie between 0 and 1.');
  if (effectiveTo !== null && effectiveTo <= effectiveFrom)
    say('effectiveTo', 'ends_before_start', 'The version ends before it begins.');
  if ([priority, floor, cap, buffer, mode, share].every((rule) => rule === null))
    say('policy', 'sets_nothing', 'The policy sets no rule.');
  return found;
}

function overlaps(versions: readonly PolicyVersion[]): RuleProblem[] {
  const found: RuleProblem[] = [];
  for (const group of groupBy(versions, scopeKey).values()) {
    const sorted = [...group].sort((a, b) => a.effectiveFrom - b.effectiveFrom);
    for (const [index, version] of sorted.entries()) {
      const before = sorted[index - 1];
      if (before === undefined) continue;
      if (before.effectiveTo === null || before.effectiveTo > version.effectiveFrom)
        found.push({
          of: version.policy,
          field: 'effectiveFrom',
          code: 'versions_overlap',
          reason: `Version ${before.version} of ${before.policy} is still in force for the same scope then.`,
        });
    }
  }
  return found;
}

/** Shares of the channels in one SKU or category may not come to more than the whole, at any time. */
function shareSums(versions: readonly PolicyVersion[]): RuleProblem[] {
  const found: RuleProblem[] = [];
  const shared = versions.filter((version) => version.share !== null && version.channel !== '');
  for (const group of groupBy(shared, (version) => scopeKey({ ...version, channel: '' })).values())
    for (const at of new Set(group.map((version) => version.effectiveFrom))) {
      const then = group.filter(
        (version) =>
          version.effectiveFrom <= at && (version.effectiveTo === null || at < version.effectiveTo),
      );
      const sum = then.reduce((total, version) => total + (version.share ?? 0), 0);
      const [last] = then.slice(-1);
      if (sum > 1 + 1e-9 && last !== undefined)
        found.push({
          of: last.policy,
          field: 'share',
          code: 'shares_above_one',
          reason: `The shares of ${then.map((version) => version.channel).join(', ')} come to ${Math.round(sum * 100)} %.`,
        });
    }
  return found;
}

export function problemsOfPromotion(promotion: Promotion, known: KnownCatalog): RuleProblem[] {
  const found: RuleProblem[] = [];
  const say = (field: string, code: RuleProblem['code'], reason: string) =>
    found.push({ of: promotion.promotion, field, code, reason });
  if (!known.channels.has(promotion.channel))
    say('channel', 'unknown_channel', `There is no channel ${promotion.channel}.`);
  if (promotion.endsAt <= promotion.startsAt)
    say('endsAt', 'ends_before_start', 'The promotion ends before it starts.');
  if (promotion.skus.length === 0) say('skus', 'no_skus', 'The promotion names no SKU.');
  for (const sku of promotion.skus)
    if (!known.skus.has(sku)) say('skus', 'unknown_sku', `There is no SKU ${sku}.`);
  if (promotion.uplift !== null && !(promotion.uplift > 0 && Number.isFinite(promotion.uplift)))
    say('uplift', 'not_positive', 'The uplift must be above 0; leave it empty where it is not known.');
  if (!(Number.isInteger(promotion.holdBack) && promotion.holdBack >= 0))
    say('holdBack', 'out_of_range', 'The hold-back must be a whole number of units, 0 or more.');
  return found;
}
