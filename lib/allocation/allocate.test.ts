import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Predictive, together } from '@/lib/demand/predictive';
import { Tails, TailsCache } from '@/lib/demand/tails';
import { allocate } from './allocate';
import { serve } from './feasible';
import type { AllocationListing, AllocationProblem } from './problem';
import { protectedUnits } from './protection';
import { byListingKey, supplyOf } from './supply';

const poisson = (mean: number): Predictive => ({ mean, variance: mean });
const listing = (channel: string, fields: Partial<AllocationListing> = {}): AllocationListing => ({
  channel,
  location: '',
  nodes: ['n1'],
  weight: 1,
  demand: poisson(1),
  floor: 0,
  cap: null,
  buffer: 0,
  unitsPerListing: 1,
  ...fields,
});
const stock = (units: Record<string, number>) =>
  Object.entries(units).map(([node, availableToSell]) => ({ node, availableToSell }));
const units = (problem: AllocationProblem) => allocate(problem).listings.map((entry) => entry.units);
const one = (there: number, ...listings: AllocationListing[]) =>
  units({ nodes: stock({ n1: there }), backordered: 0, listings });

const weighty = ([a, b, c]: [number, number, number]) => [
  listing('a', { demand: poisson(3), weight: a }),
  listing('b', { demand: poisson(2), weight: b }),
  listing('c', { demand: poisson(1), weight: c }),
];

describe('by hand', () => {
  test('Poisson means 3, 2 and 1', () => {
    const table = (mean: number) => {
      const tails = new Tails(poisson(mean));
      return [1, 2, 3, 4].map((x) => Number(tails.at(x).toFixed(3)));
    };
    expect(table(3)).toEqual([0.95, 0.801, 0.577, 0.353]);
    expect(table(2).slice(0, 3)).toEqual([0.865, 0.594, 0.323]);
    expect(table(1).slice(0, 2)).toEqual([0.632, 0.264]);
    expect(one(6, ...weighty([1, 1, 1]))).toEqual([3, 2, 1]);
    expect(one(5, ...weighty([1, 1, 1]))).toEqual([2, 2, 1]);
    expect(one(5, ...weighty([1, 0.85, 0.6]))).toEqual([3, 2, 0]);
  });

  test('what nobody is expected to buy goes by mean demand, and by weight where nobody expects any', () => {
    const [a, b] = one(100_000, ...weighty([1, 1, 1]));
    expect(a).toBeGreaterThan(49_950);
    expect(a).toBeLessThan(50_050);
    expect(b).toBeGreaterThan(33_300);
    const none = (weight: number) => ({ demand: poisson(0), weight });
    expect(one(9, listing('a', none(2)), listing('b', none(1)))).toEqual([6, 3]);
    expect(one(900, listing('a', none(2)), listing('b', none(1)))).toEqual([600, 300]);
  });

  test('floors come first while all of them fit, and not at all where they do not', () => {
    const listings = [listing('a', { floor: 4, demand: poisson(0.1) }), listing('b', { demand: poisson(9) })];
    expect(one(6, ...listings)).toEqual([4, 2]);
    const plan = allocate({ nodes: stock({ n1: 3 }), backordered: 0, listings });
    expect(plan).toMatchObject({ floorsHeld: false, units: 3 });
    expect(plan.listings.map((entry) => entry.units)).toEqual([0, 3]);
  });

  test('a cap leaves its rest to others, and a buffer comes on top of the cap', () => {
    expect(one(20, listing('a', { cap: 3, buffer: 2, demand: poisson(50) }), listing('b'))).toEqual([5, 15]);
    const plan = allocate({ nodes: stock({ n1: 20 }), backordered: 0, listings: [listing('a', { cap: 3 })] });
    expect(plan).toMatchObject({ unallocated: 17, units: 20 });
  });

  test('what is owed comes off first', () => {
    const listings = [listing('a', { nodes: ['n1', 'n2'], demand: poisson(9) })];
    expect(units({ nodes: stock({ n1: -3, n2: 10 }), backordered: 2, listings })).toEqual([5]);
    expect(units({ nodes: stock({ n1: -3, n2: 2 }), backordered: 0, listings })).toEqual([0]);
  });

  test('shared in part: a listing with a node of its own leaves the shared one to the other', () => {
    const listings = [
      listing('a', { nodes: ['n1', 'n2'], demand: poisson(8) }),
      listing('b', { nodes: ['n2'], demand: poisson(8) }),
    ];
    expect(units({ nodes: stock({ n1: 5, n2: 5 }), backordered: 0, listings })).toEqual([5, 5]);
    expect(units({ nodes: stock({ n1: 2, n2: 8 }), backordered: 0, listings })).toEqual([5, 5]);
    expect(units({ nodes: stock({ n1: 9, n2: 1 }), backordered: 0, listings })).toEqual([9, 1]);
  });

  test('packs are handed out whole', () => {
    const six = listing('six', { unitsPerListing: 6, demand: { mean: 20, variance: 130 } });
    expect(one(17, six)).toEqual([12]);
    expect(one(17, six, listing('unit', { demand: poisson(3) }))).toEqual([12, 5]);
  });

  test('EMSR-b: the dearer keep what their last unit is worth more for', () => {
    const cache = new TailsCache();
    const dearer = [{ weight: 1, demand: { mean: 20, variance: 30 } }];
    const kept = protectedUnits(0.6, dearer, cache);
    expect(kept).toBe(18);
    const tails = new Tails(dearer[0]?.demand ?? poisson(1));
    expect(tails.at(kept)).toBeGreaterThan(0.6);
    expect(tails.at(kept + 1)).toBeLessThanOrEqual(0.6);
    expect(protectedUnits(1, dearer, cache)).toBe(0);
    expect(together([poisson(3), { mean: 2, variance: 1 }])).toEqual({ mean: 5, variance: 5 });
  });
});

const nodeNames = ['n1', 'n2', 'n3'];
const demandOf = fc
  .record({
    mean: fc.constantFrom(0, 0.2, 0.7, 1, 2.5, 4, 9, 30),
    phi: fc.constantFrom(1, 1.05, 1.5, 3, 12),
  })
  .map(({ mean, phi }) => ({ mean, variance: mean * phi }));
const weightOf = fc.constantFrom(0.2, 0.5, 0.85, 1, 1, 3);
const anyListing = (channel: string, shared: boolean) =>
  fc.record({
    channel: fc.constant(channel),
    location: fc.constant(''),
    nodes: shared ? fc.subarray(nodeNames, { minLength: 1 }) : fc.constant(['n1']),
    weight: weightOf,
    demand: demandOf,
    floor: fc.constantFrom(0, 0, 0, 1, 3),
    cap: fc.constantFrom(null, null, null, 3, 8),
    buffer: fc.constantFrom(0, 0, 2),
    unitsPerListing: fc.constant(1),
  });
const problemOf = (count: number, shared: boolean, most: number): fc.Arbitrary<AllocationProblem> =>
  fc.record({
    nodes: fc.tuple(
      ...(shared ? nodeNames : ['n1']).map((node) =>
        fc.record({ node: fc.constant(node), availableToSell: fc.integer({ min: -2, max: most }) }),
      ),
    ),
    backordered: fc.constantFrom(0, 0, 0, 2),
    listings: fc.tuple(
      ...Array.from({ length: count }, (_, index) => anyListing(`c${index}`, shared)),
    ) as fc.Arbitrary<AllocationListing[]>,
  });

/** What a listing's first x units are expected to earn, by weights ÷ the largest. */
function worths(problem: AllocationProblem, most: number): number[][] {
  const listings = [...problem.listings].sort(byListingKey);
  const largest = Math.max(...listings.map((entry) => entry.weight));
  return listings.map((entry) => {
    const tails = new Tails(entry.demand);
    const sums = [0];
    for (let x = 1; x <= most; x++) sums.push((sums[x - 1] ?? 0) + (entry.weight / largest) * tails.at(x));
    return sums;
  });
}
const total = (problem: AllocationProblem, given: readonly number[], sums: readonly number[][]) =>
  problem.listings.reduce((sum, _, index) => sum + (sums[index]?.[given[index] ?? 0] ?? 0), 0);
const limits = (problem: AllocationProblem, floorsHeld: boolean) =>
  [...problem.listings].sort(byListingKey).map((entry) => {
    const most = entry.cap === null ? Number.POSITIVE_INFINITY : entry.cap + entry.buffer;
    const floor = entry.floor > 0 ? entry.floor + entry.buffer : 0;
    return { least: floorsHeld ? Math.min(floor, most) : 0, most };
  });

/** The leftovers, which are worth less than this each, may be divided otherwise. */
const tolerance = 1e-4;

describe('against other ways to the optimum', () => {
  test('one node: as good as dynamic programming over all divisions (2,000 cases)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 6 }).chain((n) => problemOf(n, false, 40)),
        (problem) => {
          const plan = allocate(problem);
          const sums = worths(problem, plan.units);
          const bounds = limits(problem, plan.floorsHeld);
          let best: (number | undefined)[] = [0, ...Array<undefined>(plan.units).fill(undefined)];
          for (const [index, { least, most }] of bounds.entries()) {
            const next: (number | undefined)[] = best.map(() => undefined);
            for (const [used, worth] of best.entries())
              for (let x = least; worth !== undefined && x <= most && used + x <= plan.units; x++) {
                const value = worth + (sums[index]?.[x] ?? 0);
                if (value > (next[used + x] ?? -1)) next[used + x] = value;
              }
            best = next;
          }
          const optimum = Math.max(...best.map((value) => value ?? -1));
          const given = plan.listings.map((entry) => entry.units);
          for (const [index, { least, most }] of bounds.entries()) {
            expect(given[index]).toBeGreaterThanOrEqual(least);
            expect(given[index]).toBeLessThanOrEqual(most);
          }
          expect(given.reduce((sum, x) => sum + x, 0) + plan.unallocated).toBe(plan.units);
          expect(Math.abs(total(problem, given, sums) - optimum)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 2000 },
    );
  }, 60_000);

  test('nodes shared in part: as good as the best of all divisions that the nodes can give (1,500 cases)', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 3 }).chain((n) => problemOf(n, true, 5)),
        (problem) => {
          const plan = allocate(problem);
          const listings = [...problem.listings].sort(byListingKey);
          const supply = supplyOf(problem, listings);
          const sums = worths(problem, plan.units);
          const bounds = limits(problem, plan.floorsHeld);
          let optimum = -1;
          const tryAll = (given: number[]) => {
            if (given.length === listings.length) {
              if (serve(given, supply).short.length === 0)
                optimum = Math.max(optimum, total(problem, given, sums));
              return;
            }
            const { least, most } = bounds[given.length] ?? { least: 0, most: 0 };
            for (let x = least; x <= Math.min(most, plan.units); x++) tryAll([...given, x]);
          };
          tryAll([]);
          const given = plan.listings.map((entry) => entry.units);
          expect(serve(given, supply).short).toEqual([]);
          expect(Math.abs(total(problem, given, sums) - optimum)).toBeLessThan(tolerance);
        },
      ),
      { numRuns: 1500 },
    );
  }, 60_000);

  test('many units: the price search ends where handing out one by one ends, warm or cold', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record({
            mean: fc.double({ min: 0.01, max: 400, noNaN: true }),
            phi: fc.constantFrom(1.05, 2, 20),
            weight: weightOf,
          }),
          { minLength: 1, maxLength: 8 },
        ),
        fc.integer({ min: 401, max: 3000 }),
        fc.double({ min: 1e-9, max: 1, noNaN: true }),
        (channels, there, price) => {
          const listings = channels.map(({ mean, phi, weight }, index) =>
            listing(`c${index}`, { demand: { mean, variance: mean * phi }, weight }),
          );
          const problem = { nodes: stock({ n1: there }), backordered: 0, listings };
          const given = units(problem);
          expect(allocate(problem, { price }).listings.map((entry) => entry.units)).toEqual(given);
          const sums = worths(problem, there);
          const step = (index: number, x: number) => (sums[index]?.[x + 1] ?? 0) - (sums[index]?.[x] ?? 0);
          const greedy = listings.map(() => 0);
          for (let left = there; left > 0; left--) {
            let best = 0;
            for (const index of greedy.keys())
              if (step(index, greedy[index] ?? 0) > step(best, greedy[best] ?? 0)) best = index;
            if (step(best, greedy[best] ?? 0) < 1e-6) break;
            greedy[best] = (greedy[best] ?? 0) + 1;
          }
          expect(given.reduce((sum, x) => sum + x, 0)).toBe(there);
          expect(total(problem, given, sums)).toBeGreaterThan(total(problem, greedy, sums) - tolerance);
        },
      ),
      { numRuns: 100 },
    );
  }, 60_000);

  test('many units over shared nodes: the decomposition is as good as greedy with a flow for every unit', () => {
    fc.assert(
      fc.property(problemOf(4, true, 400), fc.integer({ min: 1, max: 30 }), (small, factor) => {
        const problem = {
          ...small,
          nodes: small.nodes.map((node) => ({ ...node, availableToSell: node.availableToSell + 150 })),
          listings: small.listings.map((entry) => ({
            ...entry,
            cap: entry.cap === null ? null : entry.cap * factor * 4,
            demand: { mean: entry.demand.mean * factor, variance: entry.demand.variance * factor },
          })),
        };
        const plan = allocate(problem);
        const listings = [...problem.listings].sort(byListingKey);
        const supply = supplyOf(problem, listings);
        const sums = worths(problem, plan.units);
        const bounds = limits(problem, plan.floorsHeld);
        const greedy = bounds.map(({ least }) => least);
        const open = new Set(greedy.keys());
        for (;;) {
          let best = -1;
          const step = (index: number) =>
            (sums[index]?.[(greedy[index] ?? 0) + 1] ?? 0) - (sums[index]?.[greedy[index] ?? 0] ?? 0);
          for (const index of open) if (best < 0 || step(index) > step(best)) best = index;
          if (best < 0 || step(best) < 1e-7) break;
          greedy[best] = (greedy[best] ?? 0) + 1;
          const fits =
            (greedy[best] ?? 0) <= (bounds[best]?.most ?? 0) && serve(greedy, supply).short.length === 0;
          if (fits) continue;
          greedy[best] = (greedy[best] ?? 0) - 1;
          open.delete(best);
        }
        const given = plan.listings.map((entry) => entry.units);
        expect(serve(given, supply).short).toEqual([]);
        for (const [index, { least }] of bounds.entries()) expect(given[index]).toBeGreaterThanOrEqual(least);
        expect(Math.abs(total(problem, given, sums) - total(problem, greedy, sums))).toBeLessThan(2e-3);
      }),
      { numRuns: 60 },
    );
  }, 60_000);
});

test('the order of nodes and listings makes no difference, and all that can be sold is handed out', () => {
  fc.assert(
    fc.property(problemOf(4, true, 30), fc.integer(), (problem, seed) => {
      const plan = allocate(problem);
      const mixed = {
        ...problem,
        nodes: [...problem.nodes].reverse(),
        listings: [...problem.listings].sort(
          (a, b) => ((a.channel.charCodeAt(1) * seed) % 7) - ((b.channel.charCodeAt(1) * seed) % 7),
        ),
      };
      expect(allocate(mixed)).toEqual(plan);
      const listings = [...problem.listings].sort(byListingKey);
      const wishes = limits(problem, plan.floorsHeld).map(({ most }) => Math.min(most, plan.units));
      const wanting = listings.some((entry) => entry.demand.mean > 0);
      const given = plan.listings.reduce((sum, entry) => sum + entry.units, 0);
      const reachable = serve(
        wishes.map((wish, index) =>
          wanting && listings[index]?.demand.mean === 0 ? (plan.listings[index]?.units ?? 0) : wish,
        ),
        supplyOf(problem, listings),
      );
      expect(given).toBe(reachable.total);
    }),
    { numRuns: 300 },
  );
}, 60_000);

test('mixed packs lose less than the worth of one pack against the best division', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ pack: fc.constantFrom(1, 2, 3, 6), demand: demandOf, weight: weightOf }), {
        minLength: 2,
        maxLength: 3,
      }),
      fc.integer({ min: 0, max: 24 }),
      (entries, there) => {
        const listings = entries.map(({ pack, demand, weight }, index) =>
          listing(`c${index}`, { unitsPerListing: pack, demand, weight }),
        );
        const plan = allocate({ nodes: stock({ n1: there }), backordered: 0, listings });
        const value = (index: number, x: number) => {
          const { pack, demand, weight } = entries[index] ?? { pack: 1, demand: poisson(0), weight: 0 };
          const packs = {
            mean: demand.mean / pack,
            variance: Math.max(demand.mean / pack, demand.variance / pack ** 2),
          };
          return weight * pack * new Tails(packs).expectedSales(Math.floor(x / pack));
        };
        let optimum = 0;
        const tryAll = (index: number, left: number, worth: number) => {
          const pack = entries[index]?.pack;
          if (pack === undefined) optimum = Math.max(optimum, worth);
          else for (let x = 0; x <= left; x += pack) tryAll(index + 1, left - x, worth + value(index, x));
        };
        tryAll(0, there, 0);
        const got = plan.listings.reduce((sum, entry, index) => sum + value(index, entry.units), 0);
        const dearest = Math.max(...entries.map(({ pack, weight }) => pack * weight));
        expect(plan.listings.reduce((sum, entry) => sum + entry.units, 0)).toBeLessThanOrEqual(there);
        expect(optimum - got).toBeLessThan(dearest + tolerance);
      },
    ),
    { numRuns: 200 },
  );
}, 60_000);
