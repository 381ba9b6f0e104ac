import { expect, test } from 'vitest';
import { availableToSell } from './available-to-sell';

test.each([
  { available: 10, safetyStock: 3, sellable: true, expected: 7 },
  { available: 3, safetyStock: 5, sellable: true, expected: -2 },
  { available: 0, safetyStock: 0, sellable: true, expected: 0 },
  { available: 10, safetyStock: 3, sellable: false, expected: 0 },
  { available: 3, safetyStock: 5, sellable: false, expected: 0 },
])(
  '$available available, $safetyStock kept back, sellable $sellable → $expected',
  ({ expected, ...given }) => {
    expect(availableToSell(given)).toBe(expected);
  },
);
