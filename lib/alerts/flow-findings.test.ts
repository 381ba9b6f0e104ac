import { describe, expect, it, test } from 'vitest';
import { budgetBurning, budgetLeft, forecastDrift, returnWaiting, transferLate } from './find-flow';
import { oversellRisk, stockOutForecast } from './find-supply';
import { weighedByBudget } from './severity';
import { suppressorOf } from './suppress';
import { indexThresholds, type ScopedThreshold, thresholdInForce } from './threshold';
import { sentenceOf } from './words';

const none = indexThresholds([]);
const threshold = (fields: Partial<ScopedThreshold>): ScopedThreshold => ({
  rule: 'stock_out_forecast',
  sku: '',
  category: '',
  node: '',
  channel: '',
  limit: null,
  percent: null,
  days: null,
  forSeconds: 0,
  off: false,
  ...fields,
});
const sku = { sku: 'A', category: 'Tea', class: 'B', priceMinor: 50_000, costMinor: 20_000, currency: 'INR' };

describe('a stock that runs out before it can be replenished', () => {
  const at = (availableToSell: number, fields = {}) =>
    stockOutForecast({ ...sku, availableToSell, demand: 5, leadDays: 7, ...fields }, none);
  it.each([
    [
      'fires below the lead time',
      at(30),
      { level: 'fires', value: 6, limit: 7, clearsAt: 9, unitsAtRisk: 5 },
    ],
    ['goes on between', at(40), { level: 'between', value: 8 }],
    ['clears at a quarter more', at(45), { level: 'clears', value: 9 }],
    ['nothing left is below', at(-3), { level: 'fires', value: 0, unitsAtRisk: 35, moneyMinor: 1_050_000 }],
    ['not asked for', at(0, { demand: 0 }), { level: 'clears' }],
    ['nobody has said how long it takes', at(1, { leadDays: null }), { level: 'clears' }],
  ])('%s', (_, found, expected) => {
    expect(found).toMatchObject(expected);
  });
  it('follows from a SKU that is below its safety stock already', () => {
    const cause = { alert: 'x', rule: 'below_safety_stock', sku: 'A', channel: '', out: false } as const;
    expect(suppressorOf(at(1), [cause], [], 0)).toEqual({ by: 'alert', alert: 'x' });
  });
  it('takes the threshold of its class where its category has none', () => {
    const index = indexThresholds([threshold({ percent: 200, class: 'B' }), threshold({ percent: 50 })]);
    expect(stockOutForecast({ ...sku, availableToSell: 60, demand: 5, leadDays: 7 }, index)).toMatchObject({
      level: 'fires',
      limit: 14,
    });
    const place = { ...sku, node: '', channel: '' };
    expect(thresholdInForce(index, 'stock_out_forecast', { ...place, class: 'A' }).percent).toBe(50);
    const own = indexThresholds([
      threshold({ percent: 200, class: 'B' }),
      threshold({ percent: 10, category: 'Tea' }),
    ]);
    expect(thresholdInForce(own, 'stock_out_forecast', place).percent).toBe(10);
  });
});

test('an oversell risk is what can still be sold and is not there', () => {
  expect(oversellRisk(sku, 0, none)).toMatchObject({ level: 'clears' });
  const found = oversellRisk(sku, 1, none);
  expect(found).toMatchObject({ level: 'fires', value: 1, moneyMinor: 30_000, forSeconds: 60 });
  expect(sentenceOf(found)).toBe(
    '1 unit of A can still be sold and is not there; listings are being lowered.',
  );
});

test('transfers and returns fire after their time, and say so in the singular', () => {
  const transfer = { transfer: 'T-1', to: 'pune', units: 1 };
  expect(transferLate({ ...transfer, lateSeconds: 3_600 }, none).level).toBe('clears');
  expect(transferLate({ ...transfer, lateSeconds: -50 }, none)).toMatchObject({ level: 'clears', value: 0 });
  const late = transferLate({ ...transfer, lateSeconds: 7_300 }, none);
  expect(late).toMatchObject({ level: 'fires', node: 'pune', location: 'T-1', value: 7_300 });
  expect(sentenceOf(late)).toBe('Transfer T-1 to pune is 2 h late with 1 unit.');
  const waits = { node: 'pune', units: 2, oldestSeconds: 172_801 };
  expect(sentenceOf(returnWaiting(waits, none))).toBe(
    '2 units wait for inspection at pune, the oldest for 2 d.',
  );
  expect(returnWaiting({ ...waits, units: 0 }, none).level).toBe('clears');
  expect(
    returnWaiting(waits, indexThresholds([threshold({ rule: 'return_waiting', node: 'pune', off: true })]))
      .level,
  ).toBe('clears');
});

test.each([
  [130, 100, 400, { level: 'fires', value: 30, facts: { side: 'high' } }],
  [60, 100, 400, { level: 'fires', value: 40, facts: { side: 'low' } }],
  [123, 100, 400, { level: 'between', value: 23, clearsAt: 20 }],
  [110, 100, 400, { level: 'clears', value: 10 }],
  [200, 100, 99, { level: 'clears' }],
])('a forecast of %i against %i over %i outcomes', (forecast, actual, outcomes, expected) => {
  const sums = { forecast, actual, outcomes, absoluteError: 0, covered: outcomes };
  expect(forecastDrift('web', sums, none)).toMatchObject(expected);
});

describe('a cancellation budget', () => {
  const limit = { channel: 'web', name: 'Rate', days: 7, orders: 400, budget: 10 };
  it.each([
    [7, 'clears', 'warning'],
    [8, 'fires', 'warning'],
    [10, 'fires', 'warning'],
    [11, 'fires', 'critical'],
  ])('of 10, %i spent: %s', (cancelled, level, severity) => {
    expect(budgetBurning({ ...limit, cancelled }, none)).toMatchObject({ level, severity, limit: 8 });
  });
  it('of nothing fires with the first, never without', () => {
    expect(budgetBurning({ ...limit, budget: 0, cancelled: 0 }, none).level).toBe('clears');
    expect(budgetBurning({ ...limit, budget: 0, cancelled: 1 }, none)).toMatchObject({
      level: 'fires',
      severity: 'critical',
    });
  });
  it('makes money weigh more the less is left', () => {
    expect(
      budgetLeft([
        { cancelled: 5, budget: 10 },
        { cancelled: 9, budget: 10 },
      ]),
    ).toBeCloseTo(0.1);
    expect(budgetLeft([])).toBe(1);
    const finding = { rule: 'below_safety_stock', severity: 'warning', moneyMinor: 800_000 } as const;
    expect(weighedByBudget(finding, 1).severity).toBe('warning');
    expect(weighedByBudget(finding, 0.1).severity).toBe('critical');
    expect(weighedByBudget({ ...finding, moneyMinor: null }, 0).severity).toBe('warning');
  });
});
