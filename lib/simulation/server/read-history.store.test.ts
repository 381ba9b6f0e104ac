import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestLedger, type TestLedger } from '@/lib/ledger/server/test-ledger';
import { backtest } from '../backtest';
import { readHistory } from './read-history';

let t: TestLedger;
beforeAll(async () => {
  t = await createTestLedger();
  await t.addSku('A', { priceMinor: 1_000 });
  await t.addSku('B');
  await t.pool.query(`UPDATE channel SET config = '{"pollSeconds": 20}' WHERE channel = 'web'`);
  for (const sku of ['A', 'B'])
    await t.pool.query(
      `INSERT INTO demand_day (bucket, sku, channel, node, day, units)
       SELECT bucket, sku, 'web', 'WH', d::date, CASE sku WHEN 'A' THEN 6 ELSE 1 END
       FROM ledger_head, generate_series('2026-01-01'::date, '2026-02-10'::date, '1 day') AS d WHERE sku = $1`,
      [sku],
    );
});
afterAll(() => t.drop());

const at = (day: number, hour: number) => `2026-02-${String(day).padStart(2, '0')}T${hour}:00:00Z`;
const line = { channel: 'web', line: '1', sku: 'A' };

test('a stretch is read by when things happened: stock before it, what came in, and what customers wanted', async () => {
  await t.post(
    { type: 'receipt', sku: 'A', quantity: 20, node: 'WH', occurredAt: at(1, 10) },
    { type: 'order_placed', ...line, order: 'before', quantity: 5, occurredAt: at(1, 11) },
    { type: 'order_placed', ...line, order: 'o1', quantity: 3, occurredAt: at(2, 10) },
    { type: 'order_placed', ...line, order: 'o1', line: '2', quantity: 1, occurredAt: at(2, 11) },
    { type: 'order_shipped', ...line, order: 'o1', quantity: 3, occurredAt: at(2, 12) },
    { type: 'order_cancelled', ...line, order: 'o1', line: '2', quantity: 1, occurredAt: at(2, 13) },
    { type: 'adjustment', sku: 'A', quantity: 2, node: 'WH', direction: 'decrease', occurredAt: at(2, 14) },
    { type: 'order_placed', ...line, order: 'o2', channel: 'quick', quantity: 4, occurredAt: at(3, 10) },
    { type: 'receipt', sku: 'A', quantity: 9, node: 'D1', occurredAt: at(3, 11) },
    { type: 'order_placed', ...line, order: 'after', quantity: 9, occurredAt: at(4, 10) },
  );
  const question = { from: '2026-02-02', to: '2026-02-03', sku: 'A', stockShare: null };
  const [history, ...others] = await readHistory(t.pool, question);
  expect(others).toEqual([]);
  expect(history).toMatchObject({
    sku: 'A',
    from: Date.parse('2026-02-02T00:00:00Z'),
    to: Date.parse('2026-02-04T00:00:00Z'),
    openingUnits: 15,
  });
  const moves = (entries: readonly { at: number; units: number }[] | undefined) =>
    entries?.map((entry) => [new Date(entry.at).toISOString().slice(8, 13), entry.units]);
  expect(moves(history?.orders)).toEqual([
    ['02T10', 3],
    ['02T11', 1],
    ['03T10', 4],
  ]);
  // What was cancelled comes back, a loss goes, and of what came in a part was waited for by nobody.
  expect(moves(history?.supply)?.slice(0, 2)).toEqual([
    ['02T13', 1],
    ['02T14', -2],
  ]);
  expect(history?.channels.map(({ channel, pollSeconds }) => [channel, pollSeconds])).toEqual([
    ['quick', null],
    ['web', 20],
  ]);
  const web = history?.channels.find(({ channel }) => channel === 'web');
  // Only what was sold before the stretch began was known.
  expect(web?.known.level).toBeGreaterThan(4);
  expect(web?.known.level).toBeLessThanOrEqual(6.5);
});

test('without a SKU it is those that sold most; a stretch in which nothing was ordered gives nothing', async () => {
  const question = { from: '2026-02-02', to: '2026-02-03', sku: null, stockShare: null };
  const histories = await readHistory(t.pool, question);
  expect(histories.map(({ sku }) => sku)).toEqual(['A']);
  const played = backtest('history', histories, 'strict', { firstSeed: 1, seeds: 1, stockShare: null });
  expect(played).toMatchObject({ skus: 1, oversoldTotal: 0 });
  expect(played.revenue).toBeGreaterThan(0);
  expect(await readHistory(t.pool, { ...question, from: '2025-01-01', to: '2025-01-31' })).toEqual([]);
});
