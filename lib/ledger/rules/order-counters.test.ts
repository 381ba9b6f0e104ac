import { describe, expect, test } from 'vitest';
import { effectiveCounters, impliedBy } from './order-counters';

const counters = (ordered: number, cancelled: number, shipped: number, returned = 0) => ({
  ordered,
  cancelled,
  shipped,
  returned,
});

describe('order counters', () => {
  test('count the larger of what events add up to and what snapshots say, counter by counter', () => {
    expect(effectiveCounters({ counted: counters(5, 0, 3, 1), reported: counters(4, 2, 3, 0) })).toEqual(
      counters(5, 2, 3, 1),
    );
    expect(effectiveCounters({ counted: counters(5, 0, 3), reported: null })).toEqual(counters(5, 0, 3));
  });

  test.each([
    [counters(5, 0, 0), { shipped: 0, cancelled: 0, open: 5, waiting: 0 }],
    [counters(5, 2, 0), { shipped: 0, cancelled: 2, open: 3, waiting: 0 }],
    [counters(5, 2, 4), { shipped: 4, cancelled: 1, open: 0, waiting: 0 }],
    [counters(5, 9, 1), { shipped: 1, cancelled: 4, open: 0, waiting: 0 }],
    [counters(2, 0, 5), { shipped: 2, cancelled: 0, open: 0, waiting: 3 }],
    [counters(0, 1, 2), { shipped: 0, cancelled: 0, open: 0, waiting: 2 }],
  ])('%o imply %o', (given, implied) => {
    expect(impliedBy(given)).toEqual(implied);
  });
});
