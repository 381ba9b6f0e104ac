import { allocate } from '@/lib/allocation/allocate';
import { type PoolPlanInput, planPool } from '@/lib/allocation/plan-pool';
import type { AllocationProblem } from '@/lib/allocation/problem';
import { unknownForecast } from '@/lib/demand/forecast';
import { TailsCache } from '@/lib/demand/tails';
import { type Figure, median, quantile } from './report';

const sku_count = 10_000;
const channel_count = 8;
const units_per_sku = 44;
const at = Date.UTC(2026, 10, 3, 9);

/** The same numbers in every run: a linear congruential generator. */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
}

function problems(count: number, units: number): AllocationProblem[] {
  const random = generator(7);
  return Array.from({ length: count }, () => ({
    nodes: [{ node: 'wh', availableToSell: Math.round(units * (0.5 + random())) }],
    backordered: 0,
    listings: Array.from({ length: channel_count }, (_, index) => {
      const mean = (units / channel_count) * 2 * random() + 0.05;
      return {
        channel: `channel-${index}`,
        location: '',
        nodes: ['wh'],
        weight: 0.5 + random(),
        demand: { mean, variance: mean * (1.05 + 2 * random()) },
        floor: 0,
        cap: null,
        buffer: 0,
        unitsPerListing: 1,
      };
    }),
  }));
}

/**
 * What every time is a ratio to: the bare arithmetic of as many units on the same machine in the same round, a scan of
 * eight numbers and one multiplication each, without tables, objects or sorting.
 */
function referenceMs(count: number, units: number): number {
  const worth = new Float64Array(channel_count);
  const began = performance.now();
  let kept = 0;
  for (let sku = 0; sku < count; sku++) {
    for (let index = 0; index < channel_count; index++) worth[index] = 1 / (1 + ((sku + index) % 7));
    for (let unit = 0; unit < units; unit++) {
      let best = 0;
      for (let index = 1; index < channel_count; index++)
        if ((worth[index] as number) > (worth[best] as number)) best = index;
      worth[best] = (worth[best] as number) * 0.9;
    }
    kept += worth[0] as number;
  }
  const took = performance.now() - began;
  if (kept < 0) throw new Error('The reference computed nothing.');
  return took;
}

function pool(units: number, random: () => number): PoolPlanInput {
  return {
    sku: 'A',
    mode: 'strict',
    at,
    replenishedAt: at + 7 * 86_400_000,
    tickSeconds: 30,
    nodes: [{ node: 'wh', availableToSell: units, float: Math.round(units * 0.3) }],
    backordered: 0,
    deficitByPolicy: 0,
    listings: Array.from({ length: channel_count }, (_, index) => {
      const held = Math.floor((units * 0.7) / channel_count);
      return {
        channel: `channel-${index}`,
        location: '',
        nodes: ['wh'],
        unitsPerListing: 1,
        writing: { kind: 'absolute', applications: 1 } as const,
        weight: 0.5 + random(),
        share: 1,
        floor: 0,
        cap: null,
        buffer: 0,
        estimate: held,
        held,
        exposure: held,
        blocked: false,
        raisesBlocked: false,
        lastRaisedAt: null,
        lastLoweredAt: null,
        holdBack: 0,
        forecast: { ...unknownForecast((units / 56) * 2 * random()), pulse: { came: 2, expected: 1, at } },
        loop: { reportLagSecondsP95: 60, pushLagSecondsP95: 20, acknowledgeSeconds: 5 },
      };
    }),
  };
}

/** The quickest of all rounds per case: what it costs, without what else the machine was doing. */
class Fastest {
  readonly ms: number[] = [];

  note(index: number, took: number): void {
    this.ms[index] = Math.min(took, this.ms[index] ?? Number.POSITIVE_INFINITY);
  }
}

export async function benchAllocation(rounds: number): Promise<Figure[]> {
  const section = 'allocation';
  const all = problems(sku_count, units_per_sku);
  const large = problems(200, 20_000);
  const random = generator(11);
  const pools = Array.from({ length: 2_000 }, () => pool(units_per_sku, random));
  const scratch: number[] = [];
  const ratios: number[] = [];
  const ones = new Fastest();
  const plans = new Fastest();
  const searches: number[] = [];
  const sinceStart = (began: number) => performance.now() - began;
  for (let round = 0; round < Math.max(2, rounds); round++) {
    const reference = referenceMs(sku_count, units_per_sku);
    let began = performance.now();
    for (const problem of all) allocate(problem);
    // The first round is the compiler's.
    if (round > 0) {
      scratch.push(sinceStart(began));
      ratios.push(sinceStart(began) / reference);
    }
    const tails = new TailsCache();
    for (const [index, problem] of all.slice(0, 2_000).entries()) {
      began = performance.now();
      allocate(problem, { tails });
      ones.note(index, sinceStart(began));
    }
    for (const [index, input] of pools.entries()) {
      began = performance.now();
      planPool(input, { tails });
      plans.note(index, sinceStart(began));
    }
    for (const problem of large) {
      began = performance.now();
      allocate(problem);
      if (round > 0) searches.push(sinceStart(began));
    }
  }
  const goal = (name: string, value: number, limit: number, unit: string, note?: string): Figure => ({
    section,
    name,
    value,
    unit,
    goal: `< ${limit} ${unit}`,
    met: value < limit,
    note,
  });
  return [
    {
      ...goal('10,000 SKUs × 8 channels at 44 units, from scratch', Math.min(...scratch), 1_000, 'ms'),
      ratio: Math.min(...ratios),
    },
    goal('one SKU again, median', median(ones.ms) * 1000, 1_000, 'µs'),
    goal('one SKU again, 99 %', quantile(ones.ms, 0.99), 1, 'ms'),
    goal(
      'one pool from forecasts to pushes, 99 %',
      quantile(plans.ms, 0.99),
      1,
      'ms',
      `median ${(median(plans.ms) * 1000).toFixed(0)} µs`,
    ),
    {
      section,
      name: 'one SKU of 20,000 units × 8 channels, from scratch',
      value: median(searches),
      unit: 'ms',
    },
  ];
}
