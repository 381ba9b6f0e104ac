import { expect, test } from 'vitest';
import { noFaults } from '@/lib/demo/control';
import type { Sales, Settings } from './config';
import { gap_ms_max, Pace } from './pace';

const minute_ms = 60_000;
/** One sale a minute, for an hour. */
const sales: Sales = Array.from({ length: 60 }, (_, index) => [index * minute_ms, [['a', 1, null]]]);

function settings(changes: Partial<Settings> = {}): Settings {
  return { running: true, speed: 60, faults: noFaults, downUntilMs: 0, flash: null, ...changes };
}

/** What is wanted in a second-by-second minute. */
function minute(pace: Pace, changes: Partial<Settings> = {}) {
  let position = 0;
  const wishes = Array.from({ length: 60 }, () => {
    const now = pace.step(1_000, position, settings(changes));
    for (const wish of now) if (wish.kind === 'sale') position = wish.index + 1;
    return now;
  });
  return wishes.flat();
}

test('at ×60 an hour passes in a minute, at ×120 two, and it begins again at the end', () => {
  // The first of the list comes at once.
  expect(minute(new Pace(sales)).length).toBe(60 + 1);
  expect(minute(new Pace(sales), { speed: 120 }).length).toBe(120 + 2);
});

test('a flash sale of everything is that many times as fast', () => {
  const flash = { sku: null, factor: 5, untilMs: 0 };
  expect(minute(new Pace(sales), { flash }).length).toBeGreaterThanOrEqual(299);
});

test('in a flash sale of one SKU all that is added is for it', () => {
  const wishes = minute(new Pace(sales), { flash: { sku: 'KURTA', factor: 5, untilMs: 0 } });
  const added = wishes.filter((wish) => wish.kind === 'flash');
  expect(wishes.length - added.length).toBe(60 + 1);
  expect(added.length).toBeGreaterThanOrEqual(238);
  expect(added.length).toBeLessThanOrEqual(245);
  for (const wish of added) expect(wish).toEqual({ kind: 'flash', sku: 'KURTA' });
});

test('a night is not waited for, and a program that slept does not make up for it', () => {
  const twoDays: Sales = [
    [0, [['a', 1, null]]],
    [24 * 60 * minute_ms, [['a', 1, null]]],
  ];
  const pace = new Pace(twoDays);
  expect(pace.step(1, 1, settings({ speed: gap_ms_max }))).toHaveLength(1);
  expect(new Pace(sales).step(3_600_000, 0, settings()).length).toBeLessThanOrEqual(3);
});
