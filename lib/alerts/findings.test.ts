import { describe, expect, it } from 'vitest';
import { type ChannelFacts, channelFindings, proofFailed, unknownListing } from './find-channel';
import {
  channelDrift,
  clearsAt,
  type ListingFacts,
  listingBelowThreshold,
  listingThreshold,
  pushFailing,
} from './find-listing';
import { belowSafetyStock, ledgerAgainstPhysical, oversell, tolerance } from './find-sku';
import { moneyAtRisk, severityOf } from './severity';
import { suppressorOf } from './suppress';
import { indexThresholds, type ScopedThreshold, thresholdInForce } from './threshold';

const none = indexThresholds([]);
const sku = {
  sku: 'A',
  category: 'Sarees',
  class: 'A',
  priceMinor: 49_900,
  costMinor: 19_900,
  currency: 'INR',
};
const listing = (fields: Partial<ListingFacts> = {}): ListingFacts => ({
  ...sku,
  channel: 'web',
  location: '',
  unitsPerListing: 1,
  shown: 19,
  threshold: 20,
  demand: 0,
  paused: false,
  stopped: false,
  cap: null,
  feedSilent: false,
  connected: true,
  drift: null,
  observed: null,
  acknowledged: 19,
  attempts: 0,
  due: false,
  target: 19,
  lastError: null,
  watermarkBroken: false,
  ...fields,
});
const threshold = (fields: Partial<ScopedThreshold>): ScopedThreshold => ({
  rule: 'listing_below_threshold',
  sku: '',
  category: '',
  node: '',
  channel: '',
  limit: null,
  percent: null,
  days: null,
  forSeconds: 0,
  off: false,
  ...fields,
});

describe('a listing below its threshold', () => {
  it.each([
    [{ shown: 19 }, 'fires'],
    [{ shown: 20 }, 'between'],
    [{ shown: 24 }, 'between'],
    [{ shown: 25 }, 'clears'],
    [{ shown: 0 }, 'fires'],
    [{ shown: null }, 'unknown'],
    [{ shown: 0, threshold: 0 }, 'clears'],
    [{ shown: 0, threshold: null }, 'clears'],
    [{ shown: 0, threshold: null, demand: 0.4 }, 'clears'],
    [{ shown: 5, threshold: null, demand: 3 }, 'fires'],
    [{ shown: 300, feedSilent: true }, 'unknown'],
    [{ shown: 0, target: 20, due: true }, 'unknown'],
    [{ shown: 0, target: 19, due: true }, 'fires'],
    [{ shown: 19, feedSilent: true }, 'fires'],
  ] as const)('%o: %s', (facts, level) => {
    expect(listingBelowThreshold(listing(facts), none).level).toBe(level);
  });

  it.each([
    [20, 25],
    [3, 4],
    [1, 2],
    [100, 125],
  ])('that fires below %i clears at %i', (below, from) => {
    expect(clearsAt(below)).toBe(from);
  });

  it.each([
    [{ paused: true }, 'paused'],
    [{ stopped: true }, 'stopped'],
    [{ cap: 0 }, 'zero_by_policy'],
  ] as const)('%o is meant so', (facts, why) => {
    expect(listingBelowThreshold(listing(facts), none).suppressed).toEqual({ by: 'policy', why });
  });

  it('counts packs, and is worth the units of them that are missing', () => {
    const found = listingBelowThreshold(listing({ shown: 1, threshold: 3, unitsPerListing: 6 }), none);
    expect(found).toMatchObject({ value: 1, limit: 3, unitsAtRisk: 12, moneyMinor: 12 * 30_000 });
  });

  it('takes its own threshold, then the most specific one, then two days of its demand', () => {
    const index = indexThresholds([
      threshold({ limit: 4 }),
      threshold({ limit: 6, category: 'Sarees' }),
      threshold({ limit: 8, sku: 'A', channel: 'web' }),
    ]);
    expect(listingThreshold(listing({ threshold: 2 }), index)).toBe(2);
    expect(listingThreshold(listing({ threshold: null }), index)).toBe(8);
    expect(listingThreshold(listing({ threshold: null, channel: 'app' }), index)).toBe(6);
    expect(listingThreshold(listing({ threshold: null, category: '' }), index)).toBe(8);
    expect(listingThreshold(listing({ threshold: null, sku: 'B', category: '' }), index)).toBe(4);
    expect(listingThreshold(listing({ threshold: null, demand: 7 }), none)).toBe(14);
    const off = indexThresholds([threshold({ off: true })]);
    expect(listingThreshold(listing(), off)).toBe(0);
  });
});

it.each([
  [{ available: 10, safetyStock: 10 }, 'fires', 'warning'],
  [{ available: 11, safetyStock: 10 }, 'clears', 'warning'],
  [{ available: 0, safetyStock: 10 }, 'fires', 'critical'],
  [{ available: 0, safetyStock: 0 }, 'clears', 'critical'],
] as const)('a SKU with %o: %s', (totals, level, severity) => {
  expect(belowSafetyStock({ ...sku, ...totals }, none)).toMatchObject({ level, severity });
});

describe('the ledger against what is there', () => {
  const open = (expected: number, actual: number) => ({ kind: 'snapshot', expected, actual, sequence: 7 });
  it.each([
    [[], 'clears', 0],
    [[open(100, 99)], 'between', 1],
    [[open(100, 98)], 'fires', 2],
    [[open(20, 21)], 'fires', 1],
    [[open(1000, 991), open(20, 18)], 'fires', 2],
    [[open(100, 99), open(50, 90)], 'fires', 40],
  ] as const)('%j: %s', (cases, level, value) => {
    expect(ledgerAgainstPhysical(sku, 'W1', cases, none)).toMatchObject({ level, value });
  });

  it('follows the tolerance of its place', () => {
    const index = indexThresholds([threshold({ rule: 'discrepancy', node: 'W1', limit: 5, percent: 0 })]);
    expect(ledgerAgainstPhysical(sku, 'W1', [open(100, 95)], index).level).toBe('between');
    expect(ledgerAgainstPhysical(sku, 'W2', [open(100, 95)], index).level).toBe('fires');
    expect(tolerance(240, 0, 1)).toBe(2);
  });
});

describe('channels', () => {
  const channel = (fields: Partial<ChannelFacts> = {}): ChannelFacts => ({
    channel: 'web',
    connected: true,
    paused: false,
    failures: 0,
    pushFailures: 0,
    lastError: null,
    pushError: null,
    polledSecondsAgo: 3,
    pollSeconds: 15,
    waitingSeconds: null,
    waiting: 0,
    ...fields,
  });
  it.each([
    [{}, ['clears', 'clears', 'clears']],
    [{ failures: 2 }, ['between', 'clears', 'clears']],
    [{ pushFailures: 3 }, ['fires', 'clears', 'clears']],
    [{ polledSecondsAgo: 61 }, ['clears', 'fires', 'clears']],
    [{ polledSecondsAgo: 61, pollSeconds: 60 }, ['clears', 'clears', 'clears']],
    [{ polledSecondsAgo: 61, connected: false }, ['clears', 'clears', 'clears']],
    [{ waitingSeconds: 121, waiting: 4 }, ['clears', 'clears', 'fires']],
    [{ waitingSeconds: 121, waiting: 4, paused: true }, ['clears', 'clears', 'clears']],
  ] as const)('%o: %j', (facts, levels) => {
    expect(channelFindings(channel(facts), none).map(({ level }) => level)).toEqual(levels);
  });

  it.each([
    [{ drift: 4 }, 'fires', 'clears'],
    [{ drift: -4 }, 'clears', 'clears'],
    [{ attempts: 3, due: true }, 'clears', 'fires'],
    [{ attempts: 2, due: true }, 'clears', 'between'],
    [{ attempts: 9, due: false }, 'clears', 'clears'],
  ] as const)('a listing with %o drifts: %s, its pushes fail: %s', (facts, drifts, fails) => {
    expect(channelDrift(listing(facts), none).level).toBe(drifts);
    expect(pushFailing(listing(facts), none).level).toBe(fails);
  });

  it('sells what is not there while lines wait', () => {
    const backorders = { channel: 'web', units: 2, lines: 1, cause: 'late_report' };
    expect(oversell(sku, backorders, none)).toMatchObject({ level: 'fires', severity: 'critical' });
    expect(oversell(sku, { ...backorders, units: 0 }, none).level).toBe('clears');
  });

  it('sells what nobody knows', () => {
    const inbox = { channel: 'web', listing: 'X', location: '', lines: 1, reason: 'unknown_sku' };
    expect(unknownListing(inbox, none).level).toBe('fires');
    expect(unknownListing({ ...inbox, lines: 0 }, none).level).toBe('clears');
  });
});

it('says nothing about a ledger that was never proven', () => {
  expect(proofFailed(null).level).toBe('unknown');
  expect(proofFailed({ balanced: false, findings: 2, first: 'x' }).level).toBe('fires');
});

describe('severity', () => {
  it.each([
    [12, { priceMinor: 49_900, costMinor: 19_950 }, 359_400],
    [12, { priceMinor: 49_900, costMinor: null }, 598_800],
    [12, { priceMinor: null, costMinor: 19_950 }, null],
    [12, { priceMinor: 100, costMinor: 200 }, 0],
  ])('%i units of %o risk %s', (units, prices, money) => {
    expect(moneyAtRisk(units, prices)).toBe(money);
  });

  it('is raised by impact and never lowered', () => {
    expect(severityOf('below_safety_stock', 0)).toBe('warning');
    expect(severityOf('below_safety_stock', 5_000_000)).toBe('critical');
    expect(severityOf('oversell', null)).toBe('critical');
  });
});

describe('suppression', () => {
  const down = { alert: 'd', rule: 'channel_down', sku: '', channel: 'web', out: false } as const;
  const out = { alert: 'o', rule: 'below_safety_stock', sku: 'A', channel: '', out: true } as const;
  const fails = pushFailing(listing({ attempts: 5, due: true }), none);
  const low = listingBelowThreshold(listing({ shown: 0 }), none);
  it.each([
    ['its channel is down', fails, [down], { by: 'alert', alert: 'd' }],
    ['another channel is down', { ...fails, channel: 'app' }, [down], null],
    ['the SKU is out of stock', low, [out], { by: 'alert', alert: 'o' }],
    ['the SKU is only low', low, [{ ...out, out: false }], null],
    ['a down channel says nothing of a low listing', low, [down], null],
  ] as const)('%s', (_, finding, causes, expected) => {
    expect(suppressorOf(finding, causes, [], 0)).toEqual(expected);
  });

  it('follows a silence that matches, until it ends', () => {
    const silence = { silence: 's', rule: '', sku: 'A', node: '', channel: '', until: 10 } as const;
    expect(suppressorOf(low, [], [silence], 9)).toEqual({ by: 'silence', silence: 's' });
    expect(suppressorOf(low, [], [silence], 10)).toBeNull();
    expect(suppressorOf(low, [], [{ ...silence, rule: 'oversell' }], 9)).toBeNull();
  });
});

it('takes a threshold as a whole', () => {
  const index = indexThresholds([threshold({ rule: 'discrepancy', sku: 'A', limit: 3 })]);
  const at = { sku: 'A', category: '', node: 'W1', channel: '' };
  expect(thresholdInForce(index, 'discrepancy', at)).toMatchObject({ limit: 3, percent: null });
});
