import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bucketOf } from '@/lib/ledger/bucket';
import { readAvailability } from './read-availability';
import { readSafetyStock } from './read-safety-stock';

let database: TestDatabase;
const query = (sql: string, values: unknown[] = []) => database.pool.query(sql, values);

beforeAll(async () => {
  database = await createTestDatabase();
  await query(`INSERT INTO sku (sku, name, category) VALUES ('A', 'A', 'ghee'), ('B', 'B', NULL)`);
  await query(
    `INSERT INTO stock_node (node, name, kind, sellable)
     VALUES ('delhi', 'Delhi', 'warehouse', TRUE), ('pune', 'Pune', 'warehouse', TRUE), ('shut', 'Shut', 'store', FALSE)`,
  );
  for (const [sku, node, available] of [
    ['A', 'delhi', 10],
    ['A', 'pune', 3],
    ['A', 'shut', 50],
    ['B', 'delhi', 5],
  ] as const)
    await query(
      'INSERT INTO position (bucket, sku, node, available, recorded_at) VALUES ($1, $2, $3, $4, now())',
      [bucketOf(sku), sku, node, available],
    );
});
afterAll(() => database.drop());

const toSell = async (scope?: Parameters<typeof readAvailability>[1]) =>
  Object.fromEntries(
    (await readAvailability(database.pool, scope)).map((entry) => [
      `${entry.sku} ${entry.node}`,
      [entry.safetyStock, entry.availableToSell],
    ]),
  );

test('without policies all of what is available may be sold, but nothing of a closed node', async () => {
  expect(await toSell()).toEqual({
    'A delhi': [0, 10],
    'A pune': [0, 3],
    'A shut': [0, 0],
    'B delhi': [0, 5],
  });
  expect(await toSell({ skus: ['B', 'A'], nodes: ['delhi'] })).toEqual({
    'A delhi': [0, 10],
    'B delhi': [0, 5],
  });
  expect(await toSell({ skus: [] })).toEqual({});
});

test('the policy in force is kept back, signed; a replaced one counts for its own time only', async () => {
  await query(
    `INSERT INTO safety_stock_policy (sku, node, category, units, effective_from, effective_to) VALUES
       ('', '', '', 1, now() - interval '2 days', NULL),
       ('', 'pune', 'ghee', 5, now() - interval '2 days', NULL),
       ('A', 'delhi', '', 9, now() - interval '2 days', now() - interval '1 day'),
       ('A', 'delhi', '', 4, now() - interval '1 day', NULL)`,
  );
  expect(await toSell()).toEqual({
    'A delhi': [4, 6],
    'A pune': [5, -2],
    'A shut': [1, 0],
    'B delhi': [1, 4],
  });
  const earlier = await readSafetyStock(database.pool, ['A'], new Date(Date.now() - 36 * 3_600_000));
  expect(earlier('A', 'delhi').safetyStock).toBe(9);
});

test('days of cover and service levels go by the orders of the 56 whole days before today, per node', async () => {
  for (let day = 0; day <= 60; day++)
    await query(
      `INSERT INTO demand_day (bucket, sku, channel, node, day, units)
       VALUES ($1, 'B', 'web', 'delhi', (now() AT TIME ZONE 'UTC')::date - $2::integer, $3),
              ($1, 'B', 'app', 'delhi', (now() AT TIME ZONE 'UTC')::date - $2::integer, 1)`,
      [bucketOf('B'), day, day === 0 || day > 56 ? 1000 : 2 * (day % 2)],
    );
  await query(`INSERT INTO safety_stock_policy (sku, days) VALUES ('B', 4)`);
  // One unit a day on one channel, 0 or 2 on the other: two a day.
  expect(await toSell({ skus: ['B'] })).toEqual({ 'B delhi': [8, -3] });
  await query(`UPDATE safety_stock_policy SET days = NULL, service_level = 0.95 WHERE sku = 'B'`);
  await query(`INSERT INTO replenishment (sku, node, days, deviation_days) VALUES ('', 'delhi', 9, 1)`);
  // d = 2, σ_d² = 56/55, L = 9, σ_L = 1: 1.645·√(9·56/55 + 4) = 5.96.
  expect(await toSell({ skus: ['B'] })).toEqual({ 'B delhi': [6, -1] });
});
