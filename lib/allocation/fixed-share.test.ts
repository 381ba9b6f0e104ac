import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { fixedShare } from './fixed-share';
import type { PoolListing, PoolState } from './policy';
import { poolsOf } from './pools';
import { settleDebts } from './supply';

const listing = (channel: string, nodes: string[], fields: Partial<PoolListing> = {}): PoolListing => ({
  channel,
  location: '',
  weight: 1,
  buffer: 0,
  cap: null,
  nodes,
  ...fields,
});
const pool = (units: Record<string, number>, listings: PoolListing[], backordered = 0): PoolState => ({
  sku: 'A',
  nodes: Object.entries(units).map(([node, availableToSell]) => ({ node, availableToSell })),
  backordered,
  listings,
});
const shown = (state: PoolState) =>
  Object.fromEntries(fixedShare(state).map((target) => [target.channel + target.location, target.units]));

describe('fixed shares by hand', () => {
  test('one pool is divided by weight over all its nodes together', () => {
    const both = ['n1', 'n2'];
    const state = pool({ n1: 4, n2: 6 }, [
      listing('web', both, { weight: 3 }),
      listing('app', both, { weight: 1 }),
    ]);
    expect(shown(state)).toEqual({ web: 8, app: 2 });
  });

  test('a node that only one channel sells still counts in that channel’s share', () => {
    const state = pool({ n1: 10, n2: 10 }, [listing('web', ['n1', 'n2']), listing('app', ['n2'])]);
    expect(shown(state)).toEqual({ web: 10, app: 10 });
  });

  test('a channel gets no more than its nodes hold, the rest goes to the others', () => {
    const state = pool({ n1: 100, n2: 3 }, [listing('web', ['n1', 'n2']), listing('app', ['n2'])]);
    expect(shown(state)).toEqual({ web: 100, app: 3 });
  });

  test('what is owed comes off the other nodes, and nothing is left where too little is there', () => {
    expect(settleDebts([-3, 10, 4], 2)).toEqual([0, 5, 4]);
    expect(settleDebts([-30, 10, 4], 2)).toEqual([0, 0, 0]);
    const both = ['n1', 'n2'];
    expect(shown(pool({ n1: -3, n2: 10 }, [listing('web', both)], 1))).toEqual({ web: 6 });
    expect(shown(pool({ n1: -3, n2: 2 }, [listing('web', both)]))).toEqual({ web: 0 });
  });

  test('a buffer stays out of the listing, a cap limits it and leaves the rest to the others', () => {
    const state = pool({ n1: 30 }, [
      listing('web', ['n1'], { buffer: 2 }),
      listing('app', ['n1'], { cap: 4 }),
      listing('shop', ['n1']),
    ]);
    expect(shown(state)).toEqual({ web: 11, app: 4, shop: 13 });
  });

  test('listings of one channel divide its weight', () => {
    const state = pool({ n1: 12 }, [
      listing('web', ['n1'], { location: 'north' }),
      listing('web', ['n1'], { location: 'south' }),
      listing('app', ['n1']),
    ]);
    expect(shown(state)).toEqual({ webnorth: 3, websouth: 3, app: 6 });
  });
});

test('pools are the connected parts, and backorders go to the pool of their channel', () => {
  const pools = poolsOf({
    sku: 'A',
    nodes: ['n1', 'n2', 'n3', 'n4', 'n5'].map((node) => ({ node, availableToSell: 1 })),
    listings: [
      listing('web', ['n1', 'n2']),
      listing('app', ['n2', 'n3']),
      listing('quick', ['n4']),
      listing('closed', []),
    ],
    backorders: [
      { channel: 'quick', units: 3, sources: ['n4'] },
      { channel: 'phone', units: 2, sources: ['n5', 'n3'] },
      { channel: 'unserved', units: 7, sources: ['n5'] },
    ],
  });
  expect(
    pools.map((part) => [
      part.nodes.map((node) => node.node),
      part.listings.map((entry) => entry.channel),
      part.backordered,
    ]),
  ).toEqual([
    [['n1', 'n2', 'n3'], ['app', 'web'], 2],
    [['n4'], ['quick'], 3],
  ]);
});

const nodeNames = ['n1', 'n2', 'n3', 'n4'];
const arbitraryListing = (channel: string) =>
  fc.record({
    channel: fc.constant(channel),
    location: fc.constantFrom('', 'north'),
    weight: fc.constantFrom(0, 0.5, 1, 2, 3.3),
    nodes: fc.subarray(nodeNames, { minLength: 1 }),
    buffer: fc.constantFrom(0, 0, 3),
    cap: fc.constantFrom(null, null, 0, 5, 40),
  });
const arbitraryPool: fc.Arbitrary<PoolState> = fc.record({
  sku: fc.constant('A'),
  nodes: fc.tuple(
    ...nodeNames.map((node) =>
      fc.record({ node: fc.constant(node), availableToSell: fc.integer({ min: -10, max: 60 }) }),
    ),
  ),
  backordered: fc.constantFrom(0, 0, 4),
  listings: fc.tuple(...['c1', 'c2', 'c3', 'c4', 'c5'].map(arbitraryListing)),
});

describe('whatever the pool', () => {
  test('nothing is below zero, every set of listings is covered by its nodes, and the total by what is there', () => {
    fc.assert(
      fc.property(arbitraryPool, (state) => {
        const targets = fixedShare(state);
        expect(targets).toHaveLength(state.listings.length);
        const total = targets.reduce((sum, { units }) => sum + units, 0);
        const there = state.nodes.reduce((sum, node) => sum + node.availableToSell, 0) - state.backordered;
        expect(total).toBeLessThanOrEqual(Math.max(0, there));
        for (let mask = 1; mask < 1 << state.listings.length; mask++) {
          const chosen = state.listings.filter((_, index) => (mask >> index) & 1);
          const nodes = new Set(chosen.flatMap((entry) => entry.nodes));
          const units = targets
            .filter((target) => chosen.some((entry) => entry.channel === target.channel))
            .reduce((sum, target) => sum + target.units, 0);
          const held = state.nodes
            .filter(({ node }) => nodes.has(node))
            .reduce((sum, node) => sum + Math.max(0, node.availableToSell), 0);
          expect(units).toBeLessThanOrEqual(held);
        }
        for (const [index, target] of targets.entries()) {
          expect(Number.isInteger(target.units) && target.units >= 0).toBe(true);
          const cap = state.listings[index]?.cap ?? null;
          if (cap !== null) expect(target.units).toBeLessThanOrEqual(cap);
        }
      }),
      { numRuns: 400 },
    );
  }, 30_000);

  test('without caps and buffers all is handed out that some listing can sell', () => {
    fc.assert(
      fc.property(arbitraryPool, (given) => {
        const listings = given.listings.map((entry) => ({ ...entry, cap: null, buffer: 0 }));
        const served = new Set(listings.flatMap((entry) => entry.nodes));
        const nodes = given.nodes.filter(({ node }) => served.has(node));
        const there = nodes.reduce((sum, node) => sum + node.availableToSell, 0) - given.backordered;
        const total = fixedShare({ ...given, nodes, listings }).reduce((sum, { units }) => sum + units, 0);
        expect(total).toBe(Math.max(0, there));
      }),
      { numRuns: 400 },
    );
  }, 30_000);

  test('the order of nodes and listings does not matter', () => {
    fc.assert(
      fc.property(arbitraryPool, fc.integer(), (state, seed) => {
        const turned = <T>(items: readonly T[]) => {
          const at = Math.abs(seed) % items.length;
          return [...items.slice(at), ...items.slice(0, at)].reverse();
        };
        const other = fixedShare({ ...state, nodes: turned(state.nodes), listings: turned(state.listings) });
        expect(other).toEqual(fixedShare(state));
      }),
    );
  });
});
