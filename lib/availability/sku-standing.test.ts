import { expect, it } from 'vitest';
import { skuStanding } from './sku-standing';

const position = {
  sellable: true,
  balances: { available: 10 },
  safetyStock: 4,
  availableToSell: 6,
  dailyDemand: 2,
  leadDays: 7,
};

it('adds up the nodes that sell, with the soonest replenishment', () => {
  expect(
    skuStanding([
      position,
      { ...position, balances: { available: 3 }, availableToSell: -1, dailyDemand: 0, leadDays: 3 },
      { ...position, sellable: false, balances: { available: 99 }, availableToSell: 0 },
    ]),
  ).toEqual({
    available: 13,
    safetyStock: 8,
    availableToSell: 5,
    dailyDemand: 2,
    coverDays: 2.5,
    leadDays: 3,
    risk: 'before_replenishment',
  });
});

it('is nothing where no node sells', () => {
  expect(skuStanding([{ ...position, sellable: false }])).toBeNull();
});
