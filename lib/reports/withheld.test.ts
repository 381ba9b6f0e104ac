import { expect, test } from 'vitest';
import { hoursIn, salesMissed, unitHoursIn } from './withheld';

const hour = 3_600_000;
const steps = [
  { atMs: 0, units: 10 },
  { atMs: 2 * hour, units: 4 },
  { atMs: 3 * hour, units: 20 },
];

test.each([
  ['half an hour of ten units', [{ fromMs: 0, untilMs: hour / 2 }], 0, 5],
  ['what is kept back is not withheld', [{ fromMs: 0, untilMs: hour / 2 }], 4, 3],
  ['over a step', [{ fromMs: hour, untilMs: 3 * hour }], 0, 14],
  ['never below nothing', [{ fromMs: 2 * hour, untilMs: 3 * hour }], 6, 0],
  ['the last step goes on', [{ fromMs: 4 * hour, untilMs: 5 * hour }], 0, 20],
  ['before the first there is nothing', [{ fromMs: -hour, untilMs: 0 }], 0, 0],
  [
    'several stretches',
    [
      { fromMs: 0, untilMs: hour },
      { fromMs: 3 * hour, untilMs: 4 * hour },
    ],
    0,
    30,
  ],
] as const)('%s', (_, stretches, kept, expected) => {
  expect(unitHoursIn(stretches, steps, kept)).toBe(expected);
});

test('sales missed are the demand of the hours, at most what was there', () => {
  const stretches = [{ fromMs: 0, untilMs: 6 * hour }];
  expect(hoursIn(stretches)).toBe(6);
  expect(salesMissed(12, 6, 60)).toBe(3);
  expect(salesMissed(12, 6, 12)).toBe(2);
  expect(salesMissed(12, 0, 0)).toBe(0);
});
