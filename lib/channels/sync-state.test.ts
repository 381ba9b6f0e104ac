import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { backOffMs, backoff_ms_max, retry_after_ms_max } from './back-off';
import { exposurePacks, mustPush, packsOf, type SyncState, versionFor } from './sync-state';

const state = (fields: Partial<SyncState>): SyncState => ({
  target: 0,
  version: 7,
  published: 5,
  acknowledged: 5,
  acknowledgedVersion: 7,
  ...fields,
});

describe('what to send', () => {
  test('packs are whole', () => {
    expect([packsOf(17, 6), packsOf(5, 6), packsOf(-3, 1), packsOf(12, 6)]).toEqual([2, 0, 0, 2]);
  });

  test('a settled listing is pushed only when it should show something else', () => {
    expect(mustPush(state({}), 5)).toBe(false);
    expect(mustPush(state({}), 4)).toBe(true);
    expect(versionFor(state({}), 4)).toBe(8);
  });

  test('an unsettled push goes again under the same version, or is superseded', () => {
    const unsettled = state({ acknowledgedVersion: 6, acknowledged: 9 });
    expect(mustPush(unsettled, 5)).toBe(true);
    expect(versionFor(unsettled, 5)).toBe(7);
    expect(versionFor(unsettled, 4)).toBe(8);
    expect(exposurePacks(unsettled)).toBe(9);
    expect(exposurePacks(state({ published: 12, acknowledgedVersion: 6 }))).toBe(12);
  });

  test('a listing never sent is sent, even where the channel already shows that number', () => {
    const fresh = state({ published: null, acknowledged: 3, acknowledgedVersion: 7 });
    expect(mustPush(fresh, 3)).toBe(true);
    expect(versionFor(fresh, 3)).toBe(8);
    expect(exposurePacks(fresh)).toBe(3);
  });
});

test('back-off grows, stays within its limit, and honours what the channel asked for', () => {
  expect(backOffMs(1, 0)).toBe(500);
  expect(backOffMs(1, 0.999)).toBeLessThanOrEqual(1000);
  expect(backOffMs(4, 0)).toBe(4000);
  expect(backOffMs(1, 0, 90_000)).toBe(90_000);
  expect(backOffMs(1, 0, 1e12)).toBe(retry_after_ms_max);
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 10_000 }),
      fc.double({ min: 0, max: 0.999, noNaN: true }),
      (n, random) => {
        expect(backOffMs(n, random)).toBeLessThanOrEqual(backoff_ms_max);
        expect(backOffMs(n, random)).toBeGreaterThanOrEqual(500);
      },
    ),
  );
});
