import fc from 'fast-check';
import { expect, test } from 'vitest';
import { apportion } from './apportion';

const free = (...weights: number[]) => weights.map((weight) => ({ weight, most: 1_000_000 }));

test.each([
  { units: 10, claims: free(3, 2, 1), expected: [5, 3, 2] },
  { units: 10, claims: free(1, 1, 1), expected: [4, 3, 3] },
  { units: 2, claims: free(1, 1, 1), expected: [1, 1, 0] },
  { units: 0, claims: free(1, 1), expected: [0, 0] },
  { units: -3, claims: free(1, 1), expected: [0, 0] },
  { units: 5, claims: [], expected: [] },
  { units: 10, claims: [{ weight: 1, most: 2 }, ...free(1, 1)], expected: [2, 4, 4] },
  {
    units: 10,
    claims: [
      { weight: 1, most: 2 },
      { weight: 1, most: 3 },
    ],
    expected: [2, 3],
  },
  { units: 10, claims: free(1, 0), expected: [10, 0] },
  { units: 10, claims: [{ weight: 1, most: 4 }, ...free(0, 0)], expected: [4, 3, 3] },
  { units: 7, claims: free(0, 0), expected: [4, 3] },
])('$units units', ({ units, claims, expected }) => {
  expect(apportion(units, claims)).toEqual(expected);
});

test('all is handed out, nobody gets more than its most, and without limits all are within a unit of their quota', () => {
  const claim = fc.record({
    weight: fc.double({ min: 0, max: 10, noNaN: true }),
    most: fc.nat({ max: 500 }),
  });
  fc.assert(
    fc.property(fc.nat({ max: 2000 }), fc.array(claim, { minLength: 1, maxLength: 9 }), (units, claims) => {
      const got = apportion(units, claims);
      const sum = got.reduce((left, right) => left + right, 0);
      expect(sum).toBe(
        Math.min(
          units,
          claims.reduce((left, { most }) => left + most, 0),
        ),
      );
      for (const [index, { most }] of claims.entries()) {
        expect(got[index]).toBeGreaterThanOrEqual(0);
        expect(got[index]).toBeLessThanOrEqual(most);
      }
    }),
  );
  const weights = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 9 });
  fc.assert(
    fc.property(fc.nat({ max: 100_000 }), weights, (units, given) => {
      const total = given.reduce((left, right) => left + right, 0);
      for (const [index, got] of apportion(units, free(...given)).entries())
        expect(Math.abs(got - (units * (given[index] ?? 0)) / total)).toBeLessThan(1);
    }),
  );
});
