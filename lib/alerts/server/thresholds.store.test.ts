import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bucketOf } from '@/lib/ledger/bucket';
import { type ThresholdInput, thresholdInputSchema } from '../threshold-input';
import { previewThreshold } from './preview-threshold';
import { listThresholds, saveThreshold } from './save-threshold';
import { evaluateMarked } from './start-alerts';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `INSERT INTO sku (sku, name, category) SELECT 'T-' || n, 'T', 'Tea' FROM generate_series(1, 6) AS n`,
  );
  await database.pool.query(`INSERT INTO stock_node (node, name, kind) VALUES ('W1', 'W1', 'warehouse')`);
  await database.pool.query(`INSERT INTO channel (channel, name, kind) VALUES ('web', 'Web', 'webshop')`);
  // Listings that show 1 to 6.
  const skus = Array.from({ length: 6 }, (_, index) => `T-${index + 1}`);
  for (const table of ['listing', 'listing_sync'])
    await database.pool.query(
      table === 'listing'
        ? `INSERT INTO listing (bucket, sku, channel, external_id)
           SELECT bucket, sku, 'web', sku FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)`
        : `INSERT INTO listing_sync (bucket, sku, channel, target, target_at)
           SELECT bucket, sku, 'web', right(sku, 1)::int, now() FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)`,
      [skus.map(bucketOf), skus],
    );
});
afterAll(() => database.drop());

const input = (fields: Partial<ThresholdInput>): ThresholdInput =>
  thresholdInputSchema.parse({
    rule: 'listing_below_threshold',
    limit: 4,
    percent: null,
    days: null,
    forSeconds: 0,
    off: false,
    seen: null,
    ...fields,
  });
const save = (asked: ThresholdInput, end = false) =>
  saveThreshold(database.pool, asked, end, 'test', async () => undefined);
const open = async () => {
  while ((await evaluateMarked(database.pool)) > 0);
  const { rows } = await database.pool.query<{ sku: string }>(
    `SELECT sku FROM alert WHERE state = 'open' ORDER BY sku`,
  );
  return rows.map(({ sku }) => sku);
};

test('a threshold is previewed, set on what was seen, and followed at once', async () => {
  expect(await previewThreshold(database.pool, input({}))).toMatchObject({
    looked: 6,
    fires: 3,
    opens: 3,
    resolves: 0,
  });
  expect(await open()).toEqual([]);
  const set = await save(input({}));
  expect(set).toMatchObject({ ok: true, threshold: { limit: 4 } });
  expect(await open()).toEqual(['T-1', 'T-2', 'T-3']);

  // Somebody who saw nothing there is told what stands there now.
  expect(await save(input({ limit: 9 }))).toMatchObject({
    ok: false,
    code: 'conflict',
    theirs: { limit: 4 },
  });
  const seen = set.ok ? (set.threshold?.threshold ?? null) : null;
  expect(await previewThreshold(database.pool, input({ limit: 1, seen }))).toMatchObject({
    fires: 0,
    opens: 0,
    resolves: 2,
  });
  await save(input({ sku: 'T-1', off: true, limit: null }));
  expect(await open()).toEqual(['T-2', 'T-3']);
  expect(await save(input({ seen }), true)).toEqual({ ok: true, threshold: null });
  expect(await open()).toEqual([]);
  expect(await listThresholds(database.pool)).toMatchObject([{ sku: 'T-1', off: true }]);
});

test('of two who set one for the same scope at once, one is told of the other', async () => {
  const answers = await Promise.all([4, 5].map((limit) => save(input({ category: 'Tea', limit }))));
  expect(answers.map(({ ok }) => ok).sort()).toEqual([false, true]);
  expect(await save(input({ channel: 'nowhere' }))).toMatchObject({
    code: 'unknown_scope',
    field: 'channel',
  });
});

test.each([
  [{ limit: -1 }, 'limit'],
  [{ limit: 1.5 }, 'limit'],
  [{ limit: null }, 'limit'],
  [{ days: 2 }, 'days'],
  [{ percent: 2 }, 'percent'],
  [{ node: 'W1' }, 'node'],
  [{ sku: 'T-1', category: 'Tea' }, 'category'],
  [{ forSeconds: 100_000 }, 'forSeconds'],
  [{ rule: 'proof_failed', limit: null }, 'rule'],
] as const)('%o is refused at %s', (fields, field) => {
  const parsed = thresholdInputSchema.safeParse({
    rule: 'listing_below_threshold',
    limit: 4,
    percent: null,
    days: null,
    forSeconds: 0,
    off: false,
    seen: null,
    ...fields,
  });
  expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
});
