import { expect, test } from 'vitest';
import { barsOf, daysOfMonth, monthLater } from './months';

test('months follow each other over the turn of the year, with the days they have', () => {
  expect(monthLater('2026-12', 1)).toBe('2027-01');
  expect(monthLater('2026-01', -1)).toBe('2025-12');
  expect(daysOfMonth('2028-02')).toHaveLength(30);
});

test('bars are cut to the month, and those that run at one time stand below each other', () => {
  const days = daysOfMonth('2026-11');
  const at = (index: number) => days[index] ?? '';
  const bars = barsOf(
    [
      { name: 'late', startsAt: at(20), endsAt: at(22) },
      { name: 'before', startsAt: '2026-10-01T00:00:00.000Z', endsAt: at(15) },
      { name: 'during', startsAt: at(3), endsAt: at(6) },
    ],
    days,
  );
  expect(bars.map(({ of, from, to, row }) => [of.name, from, to, row])).toEqual([
    ['before', 0, 0.5, 0],
    ['during', 0.1, 0.2, 1],
    ['late', 20 / 30, 22 / 30, 0],
  ]);
});
