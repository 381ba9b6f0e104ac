import { expect, test } from 'vitest';
import { policyName } from '@/lib/allocation/publish-policy';
import type { WhyAnswer } from '@/lib/allocation/why';
import { interval, policyHref, rightsParts, whySteps } from './why-steps';

const rights = {
  held: 12,
  exposure: 9,
  debt: 0,
  estimate: 9,
  float: 18,
  availableToSell: 40,
  openPushes: 0,
};

const answer: WhyAnswer = {
  sku: 'A',
  channel: 'web',
  location: null,
  mode: 'strict',
  target: 12,
  push: {
    packs: 9,
    units: 9,
    version: 7,
    decidedAt: '2026-11-25T14:05:00.000Z',
    acknowledgedAt: null,
    change: 'raise',
    reason: 'below_half',
    for: null,
    wanted: 12,
  },
  rights,
  obstacles: [],
  deficit: { kind: 'none', units: 0 },
  explanation: null,
  replayed: true,
  events: [],
};

test('the parts of the bar sum to what the pool may sell, and a deficit has no length', () => {
  const parts = rightsParts(rights);
  expect(parts.map(({ units }) => units)).toEqual([9, 3, 18, 10]);
  expect(rightsParts({ ...rights, float: -4, availableToSell: 8 }).map(({ units }) => units)).toEqual([
    9, 3, 0, 0,
  ]);
});

test('the steps stand in their order, and what the float could not bear is said', () => {
  const steps = whySteps(answer, String);
  expect(steps.map(({ term, units }) => [term, units])).toEqual([
    ['Available to sell', 40],
    ['Float of the pool', 18],
    ['Target T', 12],
    ['Told', 9],
  ]);
  expect(steps.at(-1)?.how).toBe(
    'raised: it showed half its target or less; 12 were wanted, the float could bear no more',
  );
  expect(whySteps({ ...answer, push: null }, String).map(({ term }) => term)).not.toContain('Told');
});

test('without an explanation no policy is named, and an interval never falls below nothing', () => {
  expect(interval({ mean: 1, variance: 4 })[0]).toBe(0);
});

test.each([
  ['', '', ''],
  ['A', '', ''],
  ['A', '', 'web'],
  ['', 'ghee', ''],
  ['', 'ghee on toast', 'web'],
  ['', '', 'web'],
])(
  'the policy of SKU %j, category %j and channel %j is found where it is shown',
  (sku, category, channel) => {
    const href = policyHref(policyName({ sku, category, channel }), answer);
    const open = new URL(href, 'http://x').searchParams.get('open');
    expect(JSON.parse(open ?? '')).toEqual([sku, category, channel]);
  },
);
