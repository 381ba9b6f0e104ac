import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Promotion } from '@/lib/demand/promotions';
import { type ListingRules, policiesAt, rulesInForce } from './policy-in-force';
import type { PolicyVersion } from './policy-version';
import { problemsOfPolicies, problemsOfPromotion } from './validate-policies';

const known = { channels: new Set(['web', 'app']), skus: new Set(['A', 'B']) };
const version = (fields: Partial<PolicyVersion>): PolicyVersion => ({
  policy: 'p',
  version: 1,
  sku: '',
  category: '',
  channel: '',
  priority: null,
  floor: null,
  cap: null,
  buffer: null,
  mode: null,
  share: null,
  effectiveFrom: 100,
  effectiveTo: null,
  ...fields,
});
const listing: ListingRules = {
  sku: 'A',
  category: 'ghee',
  channel: 'web',
  priority: 1.5,
  floor: null,
  cap: null,
  buffer: 0,
  mode: 'strict',
};

describe('the rules in force', () => {
  const all = [
    version({ policy: 'all', cap: 1 }),
    version({ policy: 'channel', channel: 'web', cap: 2 }),
    version({ policy: 'category', category: 'ghee', cap: 3 }),
    version({ policy: 'category × channel', category: 'ghee', channel: 'web', cap: 4 }),
    version({ policy: 'sku', sku: 'A', cap: 5 }),
    version({ policy: 'sku × channel', sku: 'A', channel: 'web', cap: 6 }),
  ];

  test('the most specific scope wins, in whatever order they are given', () => {
    for (let count = all.length; count > 0; count--) {
      const rules = rulesInForce(policiesAt(all.slice(0, count), 100), listing);
      expect(rules.cap).toBe(count);
      expect(rules.from.cap).toEqual({ policy: all[count - 1]?.policy, version: 1 });
    }
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(rulesInForce(policiesAt(shuffled, 100), listing).cap).toBe(6);
      }),
    );
  });

  test('each rule for itself; what the listing says stands between SKU × channel and the rest', () => {
    const policies = policiesAt(
      [...all.slice(0, 5), version({ policy: 'sku × channel', sku: 'A', channel: 'web', floor: 2 })],
      100,
    );
    const rules = rulesInForce(policies, { ...listing, cap: 9, buffer: 3, floor: 7 });
    expect(rules).toMatchObject({ floor: 2, cap: 9, buffer: 3, mode: 'strict', priority: 1.5, share: null });
    expect(rules.from).toMatchObject({
      cap: 'listing',
      buffer: 'listing',
      priority: 'channel',
      mode: 'default',
    });
  });

  test('versions count from their day to their end, and other scopes do not count', () => {
    const dated = [
      version({ cap: 5, effectiveTo: 200 }),
      version({ version: 2, cap: 8, effectiveFrom: 200 }),
    ];
    const cap = (at: number) => rulesInForce(policiesAt(dated, at), listing).cap;
    expect([99, 100, 199, 200].map(cap)).toEqual([null, 5, 5, 8]);
    const others = [
      version({ sku: 'B', cap: 1 }),
      version({ category: 'oil', cap: 1 }),
      version({ channel: 'app', cap: 1 }),
    ];
    expect(rulesInForce(policiesAt(others, 100), listing).cap).toBeNull();
    expect(
      rulesInForce(policiesAt(all, 100), { ...listing, category: null, sku: 'B', channel: 'x' }).cap,
    ).toBe(1);
  });
});

describe('what is wrong with a policy', () => {
  const codes = (...versions: Partial<PolicyVersion>[]) =>
    problemsOfPolicies(versions.map(version), known).map(({ field, code }) => [field, code]);

  test.each<[Partial<PolicyVersion>, string, string]>([
    [{ floor: 5, cap: 4 }, 'floor', 'floor_above_cap'],
    [{ priority: 0 }, 'priority', 'not_positive'],
    [{ priority: -1 }, 'priority', 'not_positive'],
    [{ priority: Number.NaN }, 'priority', 'not_positive'],
    [{ cap: 1.5 }, 'cap', 'out_of_range'],
    [{ buffer: -1 }, 'buffer', 'out_of_range'],
    [{ share: 1.2 }, 'share', 'out_of_range'],
    [{ channel: 'fax', cap: 1 }, 'channel', 'unknown_channel'],
    [{ sku: 'Z', cap: 1 }, 'sku', 'unknown_sku'],
    [{ sku: 'A', category: 'ghee', cap: 1 }, 'category', 'scope_ambiguous'],
    [{ channel: 'web', mode: 'strict' }, 'mode', 'mode_needs_pool'],
    [{ mode: { bounded: 1 } }, 'mode', 'out_of_range'],
    [{ cap: 1, effectiveTo: 100 }, 'effectiveTo', 'ends_before_start'],
    [{}, 'policy', 'sets_nothing'],
  ])('%o', (fields, field, code) => {
    expect(codes(fields)).toEqual([[field, code]]);
  });

  test('overlapping versions of a scope, and shares that come to more than all', () => {
    expect(codes({ cap: 1 }, { cap: 2, version: 2, effectiveFrom: 150 })).toEqual([
      ['effectiveFrom', 'versions_overlap'],
    ]);
    expect(codes({ cap: 1, effectiveTo: 150 }, { cap: 2, version: 2, effectiveFrom: 150 })).toEqual([]);
    const shares = (web: number, app: number) =>
      codes({ channel: 'web', share: web }, { channel: 'app', share: app });
    expect(shares(0.6, 0.4)).toEqual([]);
    expect(shares(0.6, 0.5)).toEqual([['share', 'shares_above_one']]);
  });

  test('and with a promotion', () => {
    const promotion: Promotion = {
      promotion: 'p',
      channel: 'web',
      startsAt: 1,
      endsAt: 2,
      skus: ['A'],
      uplift: null,
      holdBack: 0,
    };
    const of = (fields: Partial<Promotion>) =>
      problemsOfPromotion({ ...promotion, ...fields }, known).map(({ field, code }) => [field, code]);
    expect(of({})).toEqual([]);
    expect(of({ endsAt: 1 })).toEqual([['endsAt', 'ends_before_start']]);
    expect(of({ channel: 'fax', skus: ['Z'] })).toEqual([
      ['channel', 'unknown_channel'],
      ['skus', 'unknown_sku'],
    ]);
    expect(of({ skus: [], uplift: 0, holdBack: -1 })).toEqual([
      ['skus', 'no_skus'],
      ['uplift', 'not_positive'],
      ['holdBack', 'out_of_range'],
    ]);
  });
});
