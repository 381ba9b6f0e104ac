import { expect, test } from 'vitest';
import { recentlySold } from './recently-sold';

const now = Date.UTC(2026, 10, 25, 12);
const fresh = { recent: [], pulse: null };

test('sales of one second count as one, at the time of the last', () => {
  const first = recentlySold(fresh, { at: now + 100, units: 2 }, now + 200);
  const second = recentlySold({ ...fresh, recent: first }, { at: now + 900, units: 3 }, now + 950);
  expect(second).toEqual([{ at: now + 900, units: 5 }]);
  expect(recentlySold({ ...fresh, recent: second }, { at: now + 1_000, units: 1 }, now + 1_000)).toEqual([
    { at: now + 900, units: 5 },
    { at: now + 1_000, units: 1 },
  ]);
});

test('one that came late keeps the time of the later one', () => {
  const recent = [{ at: now + 900, units: 5 }];
  expect(recentlySold({ ...fresh, recent }, { at: now + 100, units: 1 }, now + 2_000)).toEqual([
    { at: now + 900, units: 6 },
  ]);
});

test('a history that is filled in leaves no trace, nor what the pulse has counted', () => {
  const yearAgo = { at: now - 365 * 86_400_000, units: 4 };
  expect(recentlySold(fresh, yearAgo, now)).toEqual([]);
  const pulse = { came: 0, expected: 0, at: now };
  expect(recentlySold({ recent: [], pulse }, { at: now, units: 4 }, now + 10)).toEqual([]);
  expect(recentlySold({ recent: [], pulse }, { at: now + 1, units: 4 }, now + 10)).toEqual([
    { at: now + 1, units: 4 },
  ]);
});

test('a flood of sales keeps the newest', () => {
  let recent: { at: number; units: number }[] = [];
  for (let second = 0; second < 600; second++)
    recent = recentlySold({ recent, pulse: null }, { at: now + second * 1_000, units: 1 }, now + 600_000);
  expect(recent).toHaveLength(500);
  expect(recent.at(-1)).toEqual({ at: now + 599_000, units: 1 });
});
