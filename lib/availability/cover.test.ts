import { describe, expect, it } from 'vitest';
import { coverStep, daysOfCover, riskOf } from './cover';

describe('days of cover', () => {
  it('are units over what is asked for a day', () => {
    expect(daysOfCover(30, 4)).toBe(7.5);
    expect(daysOfCover(-3, 4)).toBe(0);
    expect(daysOfCover(30, 0)).toBeNull();
  });

  it.each([
    [30, 1],
    [14, 1],
    [13.9, 2],
    [7, 2],
    [6.9, 3],
    [3.5, 3],
    [3.4, 4],
    [1.75, 4],
    [1.7, 5],
    [0, 5],
  ])('%d days against a lead time of 7 are step %d', (days, step) => {
    expect(coverStep(days, 7)).toBe(step);
  });
});

describe('risk', () => {
  const calm = { available: 40, safetyStock: 10, availableToSell: 30, coverDays: 15, leadDays: 7 };
  it.each([
    ['nothing', {}, null],
    [
      'nothing kept and nothing asked for',
      { available: 0, safetyStock: 0, availableToSell: 0, coverDays: null },
      null,
    ],
    [
      'sold out and asked for',
      { available: 0, safetyStock: 0, availableToSell: 0, coverDays: 0 },
      'out_of_stock',
    ],
    ['exactly the safety stock', { available: 10, availableToSell: 0, coverDays: 0 }, 'below_safety'],
    ['gone before the next receipt', { coverDays: 6.9 }, 'before_replenishment'],
    ['as long as the lead time', { coverDays: 7 }, null],
  ] as const)('%s', (_, change, risk) => {
    expect(riskOf({ ...calm, ...change })).toBe(risk);
  });
});
