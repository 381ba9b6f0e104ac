import type { ChannelModel, Configuration, WriteModel } from './world';

const absolute = (times: number, ...quantities: number[]): WriteModel[] =>
  quantities.map((quantity) => ({ kind: 'absolute', quantity, times }));
const versioned = (...quantities: number[]): WriteModel[] =>
  quantities.map((quantity) => ({ kind: 'versioned', quantity }));
const delta = (...by: number[]): WriteModel[] => by.map((units) => ({ kind: 'delta', by: units }));
const guarded = (times: number, ...pairs: [number, number][]): WriteModel[] =>
  pairs.map(([expected, quantity]) => ({ kind: 'compareAndSet', expected, quantity, times }));

function one(
  name: string,
  stock: number,
  channel: Omit<ChannelModel, 'nodes'>,
  rest: Partial<Configuration> = {},
): Configuration {
  return {
    name,
    stock: { n: stock },
    channels: { a: { ...channel, nodes: ['n'] } },
    adversary: true,
    ...rest,
  };
}

/** Small, each aimed at some rules; together walked in seconds, so every test run holds them. */
export const sampleConfigurations: Configuration[] = [
  one('absolute', 3, { shows: 1, writes: absolute(1, 0, 1), pushes: 2, sells: 2, clock: 'channel' }),
  one('absolute, clock ours', 2, { shows: 1, writes: absolute(1, 0, 1), pushes: 1, sells: 2, clock: 'ours' }),
  one('absolute, applied twice', 3, {
    shows: 1,
    writes: absolute(2, 0, 1),
    pushes: 1,
    sells: 3,
    clock: 'ours',
  }),
  one('absolute, restocks', 2, {
    shows: 1,
    writes: absolute(1, 1),
    pushes: 1,
    sells: 1,
    cancels: 1,
    restock: 'may',
    clock: 'channel',
  }),
  one('versioned', 1, { shows: 0, writes: versioned(0, 1), pushes: 2, sells: 1, clock: 'channel' }),
  one('delta', 2, {
    shows: 1,
    writes: delta(1, -1),
    pushes: 2,
    sells: 2,
    tellsResult: true,
    clock: 'channel',
  }),
  one('compare-and-set', 3, {
    shows: 1,
    writes: guarded(1, [0, 1], [1, 2], [1, 0]),
    pushes: 1,
    sells: 3,
    clock: 'channel',
  }),
  one('read-backs', 2, {
    shows: 1,
    writes: absolute(1, 1),
    pushes: 1,
    sells: 2,
    readBacks: 1,
    clock: 'ours',
  }),
  one('edits and audit', 2, {
    shows: 1,
    writes: [],
    pushes: 0,
    sells: 1,
    readBacks: 2,
    edits: 1,
    editsTo: [2],
    clock: 'channel',
  }),
  one('late reports', 2, {
    shows: 2,
    writes: [],
    pushes: 0,
    sells: 2,
    readBacks: 1,
    reportsLate: 1,
    clock: 'ours',
  }),
  {
    name: 'two channels',
    stock: { n: 2 },
    losses: 1,
    channels: {
      a: { nodes: ['n'], shows: 1, writes: absolute(1, 1), pushes: 1, sells: 2, clock: 'channel' },
      b: { nodes: ['n'], shows: 0, writes: delta(1), pushes: 1, sells: 1, clock: 'channel' },
    },
  },
  {
    name: 'two nodes',
    stock: { m: 1, n: 2 },
    channels: {
      a: { nodes: ['m', 'n'], shows: 2, writes: [], pushes: 0, sells: 2, clock: 'channel' },
      b: { nodes: ['n'], shows: 0, writes: delta(1), pushes: 1, sells: 1, clock: 'channel' },
    },
  },
];

/** Wider, up to millions of worlds each: minutes to walk. */
export const soakConfigurations: Configuration[] = [
  one('absolute, two quantities', 3, {
    shows: 1,
    writes: absolute(1, 0, 2),
    pushes: 2,
    sells: 3,
    clock: 'channel',
  }),
  one('absolute, clock ours, twice', 3, {
    shows: 1,
    writes: absolute(1, 0, 1),
    pushes: 2,
    sells: 3,
    clock: 'ours',
  }),
  one('absolute, applied twice, two pushes', 3, {
    shows: 1,
    writes: absolute(2, 0, 1),
    pushes: 2,
    sells: 3,
    clock: 'ours',
  }),
  one('absolute, restocks, three sales', 2, {
    shows: 1,
    writes: absolute(1, 0, 1),
    pushes: 1,
    sells: 3,
    cancels: 1,
    restock: 'may',
    clock: 'channel',
  }),
  one('absolute, cancellations without time', 2, {
    shows: 1,
    writes: absolute(1, 1),
    pushes: 1,
    sells: 3,
    cancels: 1,
    restock: 'yes',
    cancellationTimes: 'unknown',
    clock: 'ours',
  }),
  one('absolute, never restocks', 2, {
    shows: 1,
    writes: absolute(1, 0, 1),
    pushes: 1,
    sells: 3,
    cancels: 1,
    restock: 'never',
    readBacks: 1,
    clock: 'channel',
  }),
  one('versioned, two sales', 3, {
    shows: 1,
    writes: versioned(0, 1),
    pushes: 2,
    sells: 2,
    clock: 'channel',
  }),
  one('versioned, three pushes', 3, {
    shows: 0,
    writes: versioned(0, 1),
    pushes: 3,
    sells: 1,
    clock: 'channel',
  }),
  one('delta, restocks', 2, {
    shows: 1,
    writes: delta(1, -1),
    pushes: 2,
    sells: 2,
    cancels: 1,
    tellsResult: true,
    clock: 'channel',
  }),
  one('delta without result, audited', 2, {
    shows: 1,
    writes: delta(1, -1),
    pushes: 2,
    sells: 2,
    readBacks: 1,
    clock: 'channel',
  }),
  one('compare-and-set, two pushes', 3, {
    shows: 1,
    writes: guarded(1, [0, 1], [1, 2], [1, 0]),
    pushes: 2,
    sells: 3,
    clock: 'channel',
  }),
  one('compare-and-set, applied twice', 3, {
    shows: 1,
    writes: guarded(2, [0, 1], [1, 0]),
    pushes: 2,
    sells: 3,
    clock: 'channel',
  }),
  one('read-backs and restocks', 2, {
    shows: 1,
    writes: absolute(1, 1),
    pushes: 1,
    sells: 2,
    readBacks: 1,
    cancels: 1,
    clock: 'ours',
  }),
  one('edits up and down, audited', 2, {
    shows: 1,
    writes: [],
    pushes: 0,
    sells: 3,
    readBacks: 2,
    edits: 1,
    editsTo: [0, 2],
    clock: 'channel',
  }),
  one('edits under a push', 2, {
    shows: 1,
    writes: absolute(1, 1),
    pushes: 1,
    sells: 2,
    readBacks: 1,
    edits: 1,
    editsTo: [2],
    clock: 'channel',
  }),
  one('late reports and restocks', 2, {
    shows: 2,
    writes: [],
    pushes: 0,
    sells: 2,
    cancels: 1,
    readBacks: 2,
    reportsLate: 1,
    clock: 'ours',
  }),
  {
    name: 'two channels, receipt and loss',
    stock: { n: 2 },
    receipts: 1,
    losses: 1,
    channels: {
      a: { nodes: ['n'], shows: 1, writes: absolute(1, 0, 1), pushes: 1, sells: 2, clock: 'channel' },
      b: { nodes: ['n'], shows: 1, writes: delta(1), pushes: 1, sells: 2, clock: 'channel' },
    },
  },
  {
    name: 'two nodes, restocks',
    stock: { m: 1, n: 2 },
    channels: {
      a: {
        nodes: ['m', 'n'],
        shows: 2,
        writes: absolute(1, 0, 1),
        pushes: 1,
        sells: 2,
        cancels: 1,
        restock: 'may',
        clock: 'channel',
      },
      b: { nodes: ['n'], shows: 0, writes: delta(1), pushes: 1, sells: 1, clock: 'channel' },
    },
  },
];
