import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  dailyDemand,
  demand_window_days,
  indexPolicies,
  indexReplenishments,
  policyInForce,
  replenishmentInForce,
  type SafetyStockPolicy,
  safetyStockUnits,
} from './safety-stock';

const none = { sku: '', node: '', category: '', units: null, days: null, serviceLevel: null };
const policy = (fields: Partial<SafetyStockPolicy>): SafetyStockPolicy => ({ ...none, ...fields });
const lead = (days: number, deviationDays: number) => ({ sku: '', node: '', days, deviationDays });
const nothing = { mean: 0, deviation: 0 };

describe('the policy in force', () => {
  const all = [
    policy({ units: 1 }),
    policy({ node: 'delhi', units: 2 }),
    policy({ category: 'ghee', units: 3 }),
    policy({ category: 'ghee', node: 'delhi', units: 4 }),
    policy({ sku: 'A', units: 5 }),
    policy({ sku: 'A', node: 'delhi', units: 6 }),
  ];
  const chosen = (policies: SafetyStockPolicy[], sku: string, node: string, category: string | null) =>
    policyInForce(indexPolicies(policies), sku, node, category)?.units ?? undefined;

  test('the most specific scope wins: SKU × node, SKU, category × node, category, node, all', () => {
    for (let count = all.length; count > 0; count--)
      expect(chosen(all.slice(0, count), 'A', 'delhi', 'ghee')).toBe(count);
    expect(chosen([], 'A', 'delhi', 'ghee')).toBeUndefined();
  });

  test('a scope that names another SKU, node or category does not count', () => {
    expect(chosen(all, 'B', 'pune', 'oil')).toBe(1);
    expect(chosen(all, 'B', 'delhi', 'oil')).toBe(2);
    expect(chosen(all, 'B', 'pune', 'ghee')).toBe(3);
    expect(chosen(all, 'A', 'pune', 'oil')).toBe(5);
    expect(chosen(all, 'B', 'delhi', null)).toBe(2);
  });

  test('the order in which policies are given does not matter', () => {
    fc.assert(
      fc.property(fc.shuffledSubarray(all, { minLength: all.length }), (shuffled) => {
        expect(chosen(shuffled, 'A', 'delhi', 'ghee')).toBe(6);
      }),
    );
  });
});

describe('how many units', () => {
  test('fixed, days of cover rounded up, and a service level', () => {
    expect(safetyStockUnits(undefined, nothing, lead(1, 0))).toBe(0);
    expect(safetyStockUnits(policy({ units: 7 }), nothing, lead(1, 0))).toBe(7);
    expect(safetyStockUnits(policy({ days: 3 }), { mean: 2.1, deviation: 0 }, lead(1, 0))).toBe(7);
    expect(safetyStockUnits(policy({ days: 3 }), { mean: 2, deviation: 9 }, lead(1, 0))).toBe(6);
    const demand = { mean: 10, deviation: 4 };
    expect(safetyStockUnits(policy({ serviceLevel: 0.95 }), demand, lead(9, 1))).toBe(26);
    expect(safetyStockUnits(policy({ serviceLevel: 0.99 }), demand, lead(9, 1))).toBe(37);
    expect(safetyStockUnits(policy({ serviceLevel: 0.3 }), demand, lead(9, 1))).toBe(0);
  });

  test('a whole number that comes out of binary fractions is not rounded up by one', () => {
    expect(safetyStockUnits(policy({ days: 0.1 * 3 }), { mean: 10, deviation: 0 }, lead(1, 0))).toBe(3);
  });

  test('a higher service level never keeps back less', () => {
    const level = fc.double({ min: 0.01, max: 0.999, noNaN: true });
    const figure = fc.double({ min: 0, max: 1000, noNaN: true });
    fc.assert(
      fc.property(
        level,
        level,
        figure,
        figure,
        figure,
        figure,
        (a, b, mean, deviation, days, deviationDays) => {
          const units = (serviceLevel: number) =>
            safetyStockUnits(policy({ serviceLevel }), { mean, deviation }, lead(days, deviationDays));
          expect(units(Math.max(a, b))).toBeGreaterThanOrEqual(units(Math.min(a, b)));
          expect(Number.isInteger(units(a))).toBe(true);
        },
      ),
    );
  });

  test('days without an order count as 0', () => {
    const demand = dailyDemand(56, 56 * 2);
    expect(demand.mean).toBe(1);
    expect(demand.deviation).toBeCloseTo(Math.sqrt(56 / 55), 12);
    expect(dailyDemand(0, 0)).toEqual(nothing);
    expect(dailyDemand(demand_window_days * 4, demand_window_days * 16)).toEqual({ mean: 4, deviation: 0 });
  });
});

test('lead time: SKU × node, SKU, node, all, else seven days', () => {
  const all = [
    { sku: '', node: '', days: 1, deviationDays: 0 },
    { sku: '', node: 'delhi', days: 2, deviationDays: 0 },
    { sku: 'A', node: '', days: 3, deviationDays: 0 },
    { sku: 'A', node: 'delhi', days: 4, deviationDays: 0 },
  ];
  for (let count = all.length; count > 0; count--)
    expect(replenishmentInForce(indexReplenishments(all.slice(0, count)), 'A', 'delhi').days).toBe(count);
  expect(replenishmentInForce(indexReplenishments([]), 'A', 'delhi')).toMatchObject({
    days: 7,
    deviationDays: 0,
  });
});
