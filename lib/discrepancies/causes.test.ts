import { describe, expect, test } from 'vitest';
import { type Cause, causesOf, type Evidence } from './causes';
import { describeCause } from './describe-cause';
import { defaultTolerances, isBeyondTolerance, toleratedUnits } from './tolerance';

const nothing: Evidence = {
  caseQuantity: null,
  elsewhere: [],
  stock: [],
  routes: [],
  inTransit: [],
  ready: [],
  returnsNotReceived: 0,
  committed: 0,
  losses: { times: 0, units: 0 },
};
const warehouse = { node: 'WH', kind: 'warehouse', available: 847 };
const transfer = (node: string, units: number) => ({ transfer: 'T-1', line: '1', node, units });

const cases: [string, [expected: number, actual: number], Partial<Evidence>, Partial<Cause>[]][] = [
  ['no difference has no cause', [5, 5], { stock: [warehouse] }, []],
  ['nothing known, nothing said', [5, 7], {}, []],
  [
    'a surplus where a warehouse holds enough: an unrecorded transfer from there',
    [0, 44],
    { stock: [{ node: 'S1', kind: 'store', available: 900 }, warehouse] },
    [{ cause: 'unrecorded_transfer', from: 'WH', to: 'HERE', units: 44, because: 'stock_there' }],
  ],
  [
    'the way it usually comes goes before the fuller warehouse',
    [0, 44],
    {
      stock: [warehouse, { node: 'W2', kind: 'warehouse', available: 50 }],
      routes: [{ node: 'W2', times: 3 }],
    },
    [{ cause: 'unrecorded_transfer', from: 'W2', because: 'usual_route' }],
  ],
  ['nobody holds enough: no transfer', [0, 44], { stock: [{ ...warehouse, available: 43 }] }, []],
  [
    'a shortage elsewhere that fits goes before mere stock',
    [10, 54],
    { stock: [warehouse], elsewhere: [{ node: 'D2', difference: -44 }] },
    [{ cause: 'unrecorded_transfer', from: 'D2', because: 'matching_difference', score: 92 }],
  ],
  [
    'units on their way that fit exactly go before everything',
    [0, 44],
    { stock: [warehouse], inTransit: [transfer('WH', 44)] },
    [
      { cause: 'unreceived_transfer', transfer: 'T-1', from: 'WH', units: 44, score: 95 },
      { cause: 'unrecorded_transfer' },
    ],
  ],
  [
    'fewer on their way than too many go behind a transfer that explains all',
    [0, 44],
    { stock: [warehouse], inTransit: [transfer('WH', 4)] },
    [{ cause: 'unrecorded_transfer' }, { cause: 'unreceived_transfer', units: 4 }],
  ],
  [
    'a shortage that surpluses of several nodes add up to: a transfer to each',
    [847, 723],
    {
      elsewhere: [
        { node: 'D1', difference: 40 },
        { node: 'D2', difference: 84 },
      ],
    },
    [
      { cause: 'unrecorded_transfer', from: 'HERE', to: 'D1', units: 40, score: 92 },
      { cause: 'unrecorded_transfer', from: 'HERE', to: 'D2', units: 84, score: 92 },
    ],
  ],
  [
    'set aside for another node and gone',
    [50, 38],
    { ready: [transfer('D1', 12)], committed: 12 },
    [
      { cause: 'undispatched_transfer', to: 'D1', units: 12 },
      { cause: 'orders_in_flight', units: 12 },
    ],
  ],
  ['returns not taken in', [5, 8], { returnsNotReceived: 3 }, [{ cause: 'unprocessed_returns', units: 3 }]],
  ['a digit too few', [840, 84], {}, [{ cause: 'unit_mistake', factor: 10, reads: 84 }]],
  ['cases for units', [144, 12], { caseQuantity: 12 }, [{ cause: 'unit_mistake', factor: 12 }]],
  ['no mistake is seen in zero', [0, 10], { caseQuantity: 10 }, []],
  [
    'it goes missing again and again',
    [9, 7],
    { losses: { times: 3, units: 6 } },
    [{ cause: 'recurring_shrinkage', times: 3 }],
  ],
  ['once is not again', [9, 7], { losses: { times: 1, units: 6 } }, []],
];

describe('the causes of a difference', () => {
  test.each(cases)('%s', (_, [expected, actual], evidence, wanted) => {
    const found = causesOf({ sku: 'A', node: 'HERE', expected, actual }, { ...nothing, ...evidence });
    expect(found).toMatchObject(wanted);
    expect(found).toHaveLength(wanted.length);
  });

  test('are said in a sentence with names', () => {
    const [cause] = causesOf(
      { sku: 'A', node: 'D1', expected: 0, actual: 44 },
      { ...nothing, stock: [warehouse] },
    );
    expect(cause && describeCause(cause, (node) => (node === 'WH' ? 'Bhiwandi' : node))).toBe(
      '44 units moved from Bhiwandi to D1 and nobody recorded the transfer: the stock lies there by the books',
    );
  });
});

describe('tolerance', () => {
  test.each([
    ['A', 100, 0],
    ['A', 1000, 5],
    ['B', 0, 1],
    ['B', 450, 4],
    ['C', 10, 2],
    ['C', -3, 2],
  ] as const)('%s with %d in the books: %d', (abcClass, expected, units) => {
    expect(toleratedUnits(defaultTolerances[abcClass], expected)).toBe(units);
    expect(isBeyondTolerance(defaultTolerances[abcClass], expected, expected + units)).toBe(false);
    expect(isBeyondTolerance(defaultTolerances[abcClass], expected, expected - units - 1)).toBe(true);
  });
});
