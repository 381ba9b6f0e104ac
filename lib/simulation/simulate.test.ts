import { expect, test, vi } from 'vitest';
import { arrivalsOf } from './arrivals';
import { type EscrowOptions, escrowed } from './policies/escrowed';
import { faultScenario } from './random-faults';
import type { Scenario } from './scenario';
import { scenarios } from './scenarios/scenarios';
import { simulate } from './simulate';

// Seconds of pure computation, minutes on a machine that is busy with other things.
vi.setConfig({ testTimeout: 120_000 });

function scenario(name: string, change: Partial<Scenario> = {}): Scenario {
  const found = scenarios[name];
  if (found === undefined) throw new Error(name);
  return { ...found, ...change };
}

/** Units oversold over some seeds, ours strict. */
function oversold(played: Scenario, options: Partial<EscrowOptions>, seeds: readonly number[]): number {
  const policy = escrowed({ mode: 'strict', ...options });
  return seeds.reduce((sum, seed) => sum + simulate(played, policy, { seed }).oversoldUnits, 0);
}

test('a seed decides everything', () => {
  const played = scenario('small8');
  const strict = () => simulate(played, escrowed({ mode: 'strict' }), { seed: 5 });
  expect(strict()).toEqual(strict());
  expect(arrivalsOf(played, 5)).not.toEqual(arrivalsOf(played, 6));
});

test('demand is what the scenario says, on average', () => {
  const seeds = Array.from({ length: 40 }, (_, index) => index);
  const units = seeds.map((seed) =>
    arrivalsOf(scenario('flashSurprise'), seed).reduce((sum, arrival) => sum + arrival.units, 0),
  );
  // 3 × 400 usual units, of which √Gamma(8)/8 takes 1.6 %, and 500 in the surge.
  const mean = units.reduce((sum, each) => sum + each, 0) / seeds.length;
  expect(mean).toBeGreaterThan(1_640);
  expect(mean).toBeLessThan(1_730);
});

test.each(['lastUnits', 'small8', 'article'])(
  '%s: nothing oversold, every invariant after every step',
  (name) => {
    expect(oversold(scenario(name), { check: true }, [1, 2])).toBe(0);
  },
);

test('random faults: nothing oversold, every invariant after every step', () => {
  let orders = 0;
  for (let seed = 1; seed <= 6; seed++) {
    const result = simulate(faultScenario(seed), escrowed({ mode: 'strict', check: true }), { seed });
    expect(result.oversoldUnits).toBe(0);
    orders += result.orders;
  }
  expect(orders).toBeGreaterThan(500);
});

/** Two hours in which two channels could sell ten times what is there, so that every unit too many is sold. */
function rush(name: string, fail: number, change: Partial<Scenario> = {}): Scenario {
  const [shopify, amazon] = scenario(name).channels;
  if (shopify === undefined || amazon === undefined) throw new Error(name);
  const push = { ...amazon.push, failProbability: fail };
  return scenario(name, {
    stockUnits: 200,
    durationSeconds: 4 * 3_600,
    meanDailyUnits: 2_000,
    channels: [
      { ...shopify, demandShare: 0.2 },
      { ...amazon, demandShare: 0.8, push },
    ],
    surges: [{ channel: 'amazon', fromSecond: 3_600, toSecond: 7_200, extraUnits: 800 }],
    tickSeconds: 60,
    ...change,
  });
}
const seeds = Array.from({ length: 12 }, (_, index) => index + 1);

test('a push that lands after the longest delay promised oversells, unless the channel can be asked what became of it', () => {
  const played = rush('unboundedPush', 0.5, { lateApplyAfterFailureProbability: 1 });
  expect(oversold(played, {}, seeds)).toBeGreaterThan(0);
  expect(oversold(played, { terminalStatus: true, check: true }, seeds)).toBe(0);
});

test('a write that is applied twice oversells, unless it is booked twice', () => {
  const played = rush('dupPush', 0, { duplicatePushProbability: 1 });
  expect(oversold(played, {}, seeds)).toBeGreaterThan(0);
  expect(oversold(played, { timesApplied: 2, check: true }, seeds)).toBe(0);
});

test('a silent edit oversells, unless listings are audited', () => {
  const played = rush('articleManual', 0, {
    meanDailyUnits: 200,
    // By hand in a quiet night; an hour and a half later customers come faster than any report.
    manualEdits: [{ channel: 'amazon', atSecond: 1_800, setTo: 400 }],
    surges: [{ channel: 'amazon', fromSecond: 7_200, toSecond: 7_800, extraUnits: 600 }],
  });
  expect(oversold(played, { audit: false }, seeds.slice(0, 3))).toBeGreaterThan(10);
  expect(oversold(played, { audit: true }, seeds.slice(0, 3))).toBe(0);
});
