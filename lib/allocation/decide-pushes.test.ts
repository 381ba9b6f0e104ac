import { describe, expect, test } from 'vitest';
import type { Predictive } from '@/lib/demand/predictive';
import { allocate } from './allocate';
import { decidePushes, raise_interval_ms } from './decide-pushes';
import { lower_interval_ms } from './lower-listings';
import type { PublishListing, PublishState } from './publish-state';
import { raise_interval_urgent_ms } from './push-case';

const at = Date.UTC(2026, 10, 3, 9);
const poisson = (mean: number): Predictive => ({ mean, variance: mean });

const listing = (channel: string, fields: Partial<PublishListing> = {}): PublishListing => ({
  channel,
  location: '',
  nodes: ['wh'],
  unitsPerListing: 1,
  writing: { kind: 'delta', applications: 1 },
  weight: 1,
  floor: 0,
  cap: null,
  buffer: 0,
  optimum: 0,
  demand: { cover: poisson(2), soon: poisson(0.5), later: poisson(20) },
  estimate: 0,
  held: 0,
  exposure: 0,
  blocked: false,
  raisesBlocked: false,
  lastRaisedAt: null,
  lastLoweredAt: null,
  holdBack: 0,
  ...fields,
});
const shows = (units: number) => ({ estimate: units, held: units, exposure: units });
const pool = (
  float: number,
  listings: PublishListing[],
  fields: Partial<PublishState> = {},
): PublishState => ({
  at,
  mode: 'strict',
  units: float + listings.reduce((sum, { held }) => sum + held, 0),
  nodes: [{ node: 'wh', float }],
  deficitByPolicy: 0,
  listings,
  ...fields,
});
const short = (state: PublishState) =>
  decidePushes(state).pushes.map((push) => [push.channel, push.quantity, push.reason]);

test('the flash sale: 723 units for two channels that expect 300 ± 89 and 90 ± 28', () => {
  const web = { mean: 300, variance: 1.4 * 300 + 300 ** 2 / 12 };
  const market = { mean: 90, variance: 1.4 * 90 + 90 ** 2 / 12 };
  expect(Math.round(Math.sqrt(web.variance))).toBe(89);
  expect(Math.round(Math.sqrt(market.variance))).toBe(28);
  const wanted = [
    { ...listing('web', { weight: 1 }), demand: web },
    { ...listing('zmarket', { weight: 0.85 }), demand: market },
  ];
  const plan = allocate({
    nodes: [{ node: 'wh', availableToSell: 723 }],
    backordered: 0,
    listings: wanted,
  });
  expect(plan.listings.map(({ units }) => units)).toEqual([554, 169]);

  const listings = plan.listings.map(({ channel, units }, index) =>
    listing(channel, {
      weight: wanted[index]?.weight ?? 1,
      optimum: units,
      demand: { cover: poisson(20), soon: poisson(2), later: wanted[index]?.demand ?? poisson(1) },
    }),
  );
  const { targets, pushes } = decidePushes(pool(723, listings));
  expect(targets.map(({ target }) => target)).toEqual([387, 118]);
  expect(pushes.map((push) => [push.channel, push.quantity, push.needs])).toEqual([
    ['web', 387, 387],
    ['zmarket', 118, 118],
  ]);
  expect(723 - 387 - 118).toBe(218);
});

describe('raising', () => {
  const stocked = (fields: Partial<PublishListing>) => listing('web', { optimum: 100, ...fields });

  test('only at half the target, or when it could sell out within the loop', () => {
    expect(short(pool(50, [stocked(shows(36))]))).toEqual([]);
    expect(short(pool(50, [stocked(shows(35))]))).toEqual([['web', 70, 'below_half']]);
    const rush = { cover: poisson(40), soon: poisson(38), later: poisson(100) };
    expect(short(pool(50, [stocked({ ...shows(53), demand: rush })]))).toEqual([['web', 70, 'running_low']]);
    expect(short(pool(50, [stocked({ ...shows(54), demand: rush })]))).toEqual([]);
    expect(short(pool(100, [stocked(shows(0))]))).toEqual([['web', 70, 'out_of_stock']]);
  });

  test('not by a unit or two where it shows most of its target already', () => {
    const rush = { cover: poisson(1), soon: poisson(3), later: poisson(8) };
    const few = (units: number) => listing('web', { optimum: 8, demand: rush, ...shows(units) });
    expect(short(pool(4, [few(4)]))).toEqual([]);
    expect(short(pool(4, [few(3)]))).toEqual([['web', 5, 'running_low']]);
  });

  test('the last of the float goes to a lowering that frees more, before a raise that can wait for it', () => {
    const writing = { kind: 'absolute', applications: 1 } as const;
    const idle = listing('idle', {
      ...shows(60),
      optimum: 20,
      writing,
      demand: { ...listing('').demand, later: poisson(5) },
    });
    const hungry = listing('hungry', {
      ...shows(10),
      optimum: 80,
      demand: { ...idle.demand, later: poisson(90) },
    });
    const { pushes } = decidePushes(pool(20, [idle, hungry]));
    expect(pushes.map(({ channel, quantity }) => [channel, quantity])).toEqual([
      ['hungry', 16],
      ['idle', 14],
    ]);
  });

  test('at most every five minutes, every fifteen seconds where it is urgent, and it says when to look again', () => {
    const raised = (ago: number, units: number) =>
      decidePushes(pool(90, [stocked({ ...shows(units), lastRaisedAt: at - ago })]));
    expect(raised(raise_interval_ms - 1, 30)).toMatchObject({ pushes: [], lookAgainAt: at + 1 });
    expect(raised(raise_interval_ms, 30).pushes).toHaveLength(1);
    expect(raised(raise_interval_urgent_ms - 1, 0)).toMatchObject({ pushes: [], lookAgainAt: at + 1 });
    expect(raised(raise_interval_urgent_ms, 0).pushes).toHaveLength(1);
  });

  test('an absolute quantity costs what is still unrecorded too, and is cut to what the float can bear', () => {
    const writing = { kind: 'absolute', applications: 1 } as const;
    const [push] = decidePushes(pool(50, [stocked({ ...shows(20), writing })])).pushes;
    expect(push).toMatchObject({ quantity: 50, needs: 50, estimate: 20, target: 70 });
    const twice = decidePushes(
      pool(50, [stocked({ ...shows(10), writing: { ...writing, applications: 2 } })]),
    );
    expect(twice.pushes).toMatchObject([{ quantity: 25, needs: 50 }]);
    expect(twice.unmet).toMatchObject([{ channel: 'web', granted: 25, shortBy: 90, because: 'float_empty' }]);
  });

  test('packs stay whole', () => {
    const pack = { unitsPerListing: 6, optimum: 96 };
    expect(short(pool(100, [stocked(pack)]))).toEqual([['web', 66, 'out_of_stock']]);
    expect(short(pool(20, [stocked(pack)]))).toEqual([['web', 18, 'out_of_stock']]);
    expect(short(pool(20, [stocked({ ...pack, optimum: 6 })]))).toEqual([['web', 6, 'out_of_stock']]);
  });

  test('nothing is sent while a push is open, and nothing raised while a deficit or a drift is open', () => {
    expect(short(pool(90, [stocked({ blocked: true })]))).toEqual([]);
    expect(decidePushes(pool(90, [stocked({ raisesBlocked: true })]))).toMatchObject({
      pushes: [],
      unmet: [{ because: 'raises_blocked' }],
    });
    expect(decidePushes(pool(-1, [stocked({})], { deficitByPolicy: 1 }))).toMatchObject({
      pushes: [],
      unmet: [{ because: 'deficit' }],
    });
  });

  test('a hold-back keeps float for its channel, and dearer channels keep what they would earn more with', () => {
    const promoted = listing('app', { optimum: 60, ...shows(40), holdBack: 30 });
    const state = decidePushes(pool(40, [promoted, stocked({ ...shows(5) })]));
    expect(state.pushes.map((push) => [push.channel, push.quantity])).toEqual([['web', 15]]);
    expect(state.unmet).toMatchObject([{ channel: 'web', shortBy: 55, because: 'float_empty' }]);

    const dear = listing('dear', { weight: 2, ...shows(10) });
    const cheap = stocked({ weight: 1 });
    // P(D > 20) = .44 and P(D > 19) = .53 of a Poisson of 20: half its worth protects 20, of which 10 are held.
    const guarded = decidePushes(pool(50, [dear, cheap]));
    expect(guarded.pushes).toMatchObject([{ channel: 'web', quantity: 40 }]);
    expect(guarded.unmet).toMatchObject([{ because: 'float_empty' }]);
    expect(decidePushes(pool(75, [dear, cheap])).unmet).toMatchObject([{ because: 'protected_for_dearer' }]);
  });
});

describe('lowering', () => {
  const rich = (fields: Partial<PublishListing> = {}) =>
    listing('rich', {
      ...shows(60),
      optimum: 60,
      demand: { ...listing('').demand, later: poisson(30) },
      ...fields,
    });
  const poor = listing('poor', { optimum: 40, weight: 1 });

  test('from whoever earns least, only as much as is missing, and not again for ten minutes', () => {
    expect(short(pool(10, [rich(), poor]))).toEqual([
      ['poor', 10, 'out_of_stock'],
      ['rich', 42, 'needed_elsewhere'],
    ]);
    const [, lower] = decidePushes(pool(20, [rich(), poor])).pushes;
    expect(lower).toMatchObject({ quantity: 52, for: { channel: 'poor', location: '' } });
    expect(short(pool(10, [rich({ lastLoweredAt: at - lower_interval_ms + 1 }), poor]))).toHaveLength(1);
  });

  test('not for a need that is worth hardly more, nor for a small excess', () => {
    const busy = { ...listing('').demand, later: poisson(70) };
    expect(short(pool(10, [rich({ demand: busy }), poor]))).toHaveLength(1);
    expect(short(pool(10, [rich({ ...shows(50) }), poor]))).toHaveLength(1);
  });

  test('an absolute quantity waits until the float can bear the old and the new; in a deficit it can only be 0', () => {
    const writing = { kind: 'absolute', applications: 1 } as const;
    const state = (float: number) => pool(float, [rich({ writing }), { ...poor, raisesBlocked: true }]);
    expect(short(state(41))).toEqual([]);
    const needy = listing('poor', { optimum: 40, held: 0, writing: { kind: 'absolute', applications: 2 } });
    const busy = { ...rich().demand, soon: poisson(4) };
    expect(short(pool(45, [rich({ writing, demand: busy }), needy]))).toEqual([['poor', 22, 'out_of_stock']]);
    // One that sells next to nothing meanwhile is emptied, which takes no rights, and shown again when they have come back.
    expect(short(pool(45, [rich({ writing }), needy]))).toEqual([
      ['poor', 22, 'out_of_stock'],
      ['rich', 0, 'needed_elsewhere'],
    ]);
    expect(short(pool(-5, [rich({ writing })]))).toEqual([['rich', 0, 'deficit']]);
  });

  test('in a small pool one unit is enough', () => {
    const few = rich({ ...shows(2), optimum: 1, demand: { ...listing('').demand, later: poisson(0.1) } });
    expect(short(pool(0, [few, listing('poor', { optimum: 1 })]))).toEqual([['rich', 1, 'needed_elsewhere']]);
  });

  test('what is above its cap goes down at once; a real deficit is recalled from the least valuable', () => {
    expect(short(pool(0, [rich({ cap: 20, optimum: 20 })]))).toEqual([['rich', 20, 'above_cap']]);
    const dear = listing('dear', { ...shows(20), optimum: 20, weight: 3 });
    expect(short(pool(-5, [rich(), dear]))).toEqual([['rich', 55, 'deficit']]);
    expect(short(pool(-5, [rich(), dear], { deficitByPolicy: 3 }))).toEqual([['rich', 58, 'deficit']]);
  });
});

describe('modes', () => {
  const slow = { cover: poisson(0.01), soon: poisson(0.001), later: poisson(2) };
  const five = (fields: Partial<PublishListing> = {}) =>
    ['a', 'b', 'c', 'd', 'e'].map((channel, index) =>
      listing(channel, { optimum: index < 3 ? 1 : 0, demand: slow, ...fields }),
    );

  test('bounded: three units are shown by five channels while hardly anything sells within a loop', () => {
    const plan = decidePushes(pool(3, five(), { mode: { bounded: 0.001 } }));
    expect(plan.pushes.map(({ quantity }) => quantity)).toEqual([3, 3, 3, 3, 3]);
    expect(plan.allowance).toBe(12);
    expect(decidePushes(pool(3, five())).pushes.map(({ quantity }) => quantity)).toEqual([1, 1, 1]);
    const rush = five({ demand: { ...slow, soon: poisson(2) } });
    expect(decidePushes(pool(3, rush, { mode: { bounded: 0.001 } })).allowance).toBe(0);
  });

  test('bounded: a sale recalls nothing while what stays promised twice is all but safe', () => {
    const shown = five(shows(3));
    const left = (units: number, soon: Predictive) =>
      decidePushes(
        pool(
          units - 15,
          shown.map((each) => ({ ...each, demand: { ...slow, soon } })),
          {
            mode: { bounded: 0.001 },
            units,
          },
        ),
      );
    expect(left(2, slow.soon)).toMatchObject({ allowance: 13, pushes: [] });
    const rushed = left(2, poisson(2));
    expect(rushed.allowance).toBe(0);
    expect(rushed.pushes.map(({ reason }) => reason)).toContain('deficit');
  });

  test('fixed share: all of the share is shown, up and down', () => {
    const state = pool(
      30,
      [listing('a', { optimum: 40, ...shows(25) }), listing('b', { optimum: 40, ...shows(50) })],
      {
        mode: 'fixed_share',
      },
    );
    expect(short(state)).toEqual([
      ['b', 40, 'fixed_share'],
      ['a', 40, 'fixed_share'],
    ]);
  });
});
