import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toMajor, toMinor } from './money';

describe('toMinor', () => {
  it.each([
    [199.5, 'INR', 19950],
    [1.1, 'INR', 110],
    [0.29, 'INR', 29],
    [0, 'INR', 0],
    [500, 'JPY', 500],
    [1.005, 'KWD', 1005],
    [1_000_000_000_000, 'INR', 100_000_000_000_000],
  ])('%d %s → %d', (amount, currency, minor) => {
    expect(toMinor(amount, currency)).toBe(minor);
  });

  it.each([
    [19.999, 'INR'],
    [1.005, 'INR'],
    [0.5, 'JPY'],
    [0.1 + 0.2, 'INR'],
  ])('%d %s has too many decimals', (amount, currency) => {
    expect(toMinor(amount, currency)).toBeNull();
  });

  it('gives back every amount that it was given', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 1e14 }), (minor) => {
        expect(toMinor(toMajor(minor, 'INR'), 'INR')).toBe(minor);
      }),
    );
  });
});
