import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import type { Role } from '@/lib/access/roles';
import { readSafetyStock } from '@/lib/availability/server/read-safety-stock';
import { bulkEditSchema } from '@/lib/catalog/bulk-edit';
import { type SaveEntry, saveEntrySchema } from '@/lib/catalog/entries';
import { catalogSchema, datedSafetyStockSchema } from '@/lib/catalog/schema';
import { listCatalogListings } from '@/lib/catalog/server/list-catalog-listings';
import { listChannels } from '@/lib/catalog/server/list-channels';
import { listReplenishment, listSafetyStock } from '@/lib/catalog/server/list-safety-stock';
import { listSkus } from '@/lib/catalog/server/list-skus';
import { followPolicies } from '@/lib/channels/server/follow-policies';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { putCatalogAs } from './catalog';
import { applyBulkAs, endSafetyStockAs, previewBulkAs, saveEntryAs, setSafetyStockAs } from './catalog-edits';

let database: TestDatabase;
const secret = 'whsec_dGhpcyBpcyBhIHNlY3JldCBvZiB0aGUgdGVzdHM=';
const as = (role: Role): Principal => ({ kind: 'user', id: role, name: role, role });
const ascending = { direction: 'ascending' } as const;

const put = async (catalog: unknown) =>
  expect(await putCatalogAs(database.pool, catalogSchema.parse(catalog), as('admin'))).toMatchObject({
    ok: true,
  });
const save = (kind: SaveEntry['kind'], seen: number | null, entry: unknown, role: Role = 'manager') =>
  saveEntryAs(database.pool, saveEntrySchema.parse({ kind, seen, entry }), as(role));
const setPolicy = (policy: unknown, seen?: number | null, role: Role = 'manager') =>
  setSafetyStockAs(database.pool, datedSafetyStockSchema.parse(policy), seen, as(role));

async function dirty(): Promise<string[]> {
  const { rows } = await database.pool.query<{ sku: string }>('DELETE FROM dirty_sku RETURNING sku');
  return rows.map((row) => row.sku).sort();
}

const kept = async (sku: string, node: string, at?: Date) =>
  (await readSafetyStock(database.pool, [sku], at))(sku, node).safetyStock;

beforeAll(async () => {
  process.env.TRUECOUNT_SECRET_KEY = 'a secret key of the tests, 32 chars';
  database = await createTestDatabase();
  await put({
    skus: ['A', 'B', 'C'].map((sku) => ({ sku, name: `Kurta ${sku}`, category: 'Kurtas', price: 100 })),
    nodes: ['W1', 'W2'].map((node) => ({ node, name: node, kind: 'warehouse' })),
    channels: [
      {
        channel: 'web',
        name: 'Web',
        kind: 'webshop',
        connector: 'open',
        config: { baseUrl: 'http://127.0.0.1:9', secret },
        sources: ['W1', 'W2'],
      },
      { channel: 'shop', name: 'Shop', kind: 'retail', connector: 'none', sources: ['W2'] },
    ],
    listings: ['A', 'B'].flatMap((sku) => ['web', 'shop'].map((channel) => ({ sku, channel }))),
  });
  await dirty();
});
afterAll(() => database.drop());

test('two people save one SKU: the second is shown both values of each field', async () => {
  const first = await save('sku', 1, { sku: 'A', name: 'Kurta, indigo', category: 'Kurtas', price: 120 });
  expect(first).toMatchObject({ ok: true, version: 2 });
  expect(await dirty()).toEqual(['A']);
  const second = await save('sku', 1, { sku: 'A', name: 'Kurta A', category: 'Ethnic', price: 120 });
  expect(second).toMatchObject({
    ok: false,
    code: 'conflict',
    version: 2,
    theirs: { name: 'Kurta, indigo', category: 'Kurtas', price: 120 },
    fields: [
      { field: 'name', theirs: 'Kurta, indigo', yours: 'Kurta A' },
      { field: 'category', theirs: 'Kurtas', yours: 'Ethnic' },
    ],
  });
  expect(await dirty()).toEqual([]);
  expect(await save('sku', 2, { sku: 'A', name: 'Kurta A', barcodes: ['8901'] })).toMatchObject({
    version: 3,
  });
  const { rows } = await database.pool.query(
    `SELECT actor, details FROM audit_log WHERE action = 'sku.saved' AND subject = 'A' ORDER BY entry`,
  );
  expect(rows).toMatchObject([
    {
      actor: 'user:manager',
      details: { changes: expect.arrayContaining([{ field: 'price', before: 100, after: 120 }]) },
    },
    {},
  ]);
});

test('new ones do not fall on what is there, and what is refused is not half written', async () => {
  expect(await save('sku', null, { sku: 'B', name: 'Another' })).toMatchObject({ code: 'conflict' });
  expect(await save('sku', null, { sku: 'D', name: 'New', barcodes: ['8901'] })).toMatchObject({
    code: 'refused',
    refusal: { code: 'barcode_taken' },
  });
  expect(await save('node', 1, { node: 'W9', name: 'Nowhere', kind: 'store' })).toMatchObject({
    code: 'gone',
  });
  expect(await save('listing', null, { sku: 'C', channel: 'web', threshold: 3 })).toMatchObject({
    version: 1,
  });
  expect(await save('listing', 1, { sku: 'C', channel: 'web', floor: 5, cap: 4 })).toMatchObject({
    refusal: { code: 'floor_above_cap' },
  });
  expect(await save('replenishment', null, { sku: 'C', days: 9 })).toMatchObject({ version: 1 });
  expect(await save('replenishment', 1, { sku: 'C', days: 12 })).toMatchObject({ version: 2 });
  expect(await save('sku', 1, { sku: 'B', name: 'Not theirs' }, 'operator')).toMatchObject({
    refusal: { code: 'forbidden' },
  });
  const all = await listSkus(database.pool, { sort: 'sku', ...ascending });
  expect(all.items.map(({ sku, name }) => [sku, name])).toEqual([
    ['A', 'Kurta A'],
    ['B', 'Kurta B'],
    ['C', 'Kurta C'],
  ]);
});

test('a channel: the sourcing order by a manager, the configuration by an admin, the secret to nobody', async () => {
  const web = { channel: 'web', name: 'Web', kind: 'webshop', connector: 'open' };
  expect(await save('channel', 1, { ...web, sources: ['W2', 'W1'] })).toMatchObject({
    version: 2,
    changes: [{ field: 'sources', before: ['W1', 'W2'], after: ['W2', 'W1'] }],
  });
  expect(await dirty()).toEqual(['A', 'B', 'C']);
  const changed = { ...web, sources: ['W2', 'W1'], config: { pollSeconds: 30 } };
  expect(await save('channel', 2, changed)).toMatchObject({ refusal: { code: 'forbidden' } });
  expect(await save('channel', 2, changed, 'admin')).toMatchObject({ version: 3 });
  const conflict = await save('channel', 2, { ...changed, config: { pollSeconds: 60, secret } }, 'admin');
  expect(conflict).toMatchObject({ fields: [{ field: 'config.pollSeconds', theirs: 30, yours: 60 }] });
  const shown = await listChannels(database.pool, { sort: 'name', ...ascending });
  expect(shown.items[1]).toMatchObject({
    channel: 'web',
    secretSet: true,
    sources: [{ node: 'W2' }, { node: 'W1' }],
  });
  expect(JSON.stringify([conflict, shown])).not.toContain('whsec_');
});

test('safety stock with dates: later, for a while, taken back, and never on what was not seen', async () => {
  const lasting = await setPolicy({ sku: 'A', node: 'W1', units: 5 }, null);
  if (!lasting.ok) throw new Error('not set');
  await dirty();
  expect(await setPolicy({ sku: 'A', node: 'W1', units: 7 }, null)).toMatchObject({
    code: 'conflict',
    fields: [{ field: 'units', theirs: 5, yours: 7 }],
  });
  const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
  const iso = (days: number) => inDays(days).toISOString();
  const festival = await setPolicy(
    { sku: 'A', node: 'W1', units: 50, from: iso(2), to: iso(4) },
    lasting.policy.policy,
  );
  const later = await setPolicy({ sku: 'A', node: 'W1', units: 9, from: iso(10) }, lasting.policy.policy);
  if (!later.ok || !festival.ok) throw new Error('not set');
  expect(await dirty()).toEqual([]);
  const over = async () => Promise.all([0, 3, 5, 11].map((days) => kept('A', 'W1', inDays(days))));
  expect(await over()).toEqual([5, 50, 5, 9]);
  const page = await listSafetyStock(database.pool, { sku: 'A', sort: 'begins', ...ascending });
  expect(page.items.map(({ units, status }) => [units, status])).toEqual([
    [5, 'in_force'],
    [50, 'scheduled'],
    [9, 'scheduled'],
  ]);
  // What an API call puts compares with what is in force now.
  await put({ safetyStock: [{ sku: 'A', node: 'W1', units: 5 }] });
  expect(await over()).toEqual([5, 50, 5, 9]);
  expect(await endSafetyStockAs(database.pool, later.policy.policy, as('manager'))).toMatchObject({
    ok: true,
  });
  expect(await over()).toEqual([5, 50, 5, 5]);
  expect(await endSafetyStockAs(database.pool, later.policy.policy, as('manager'))).toMatchObject({
    code: 'gone',
  });
  expect(await endSafetyStockAs(database.pool, festival.policy.policy, as('operator'))).toMatchObject({
    refusal: { code: 'forbidden' },
  });
  expect(await setPolicy({ sku: 'A', units: 3, from: '2020-01-01T00:00:00Z' })).toMatchObject({
    code: 'in_the_past',
  });
  expect(await setPolicy({ sku: 'none', units: 3 })).toMatchObject({ refusal: { code: 'unknown_sku' } });
});

test('the listings follow when a policy begins, and when it ends', async () => {
  await dirty();
  const to = new Date(Date.now() + 3_600_000).toISOString();
  const from = new Date(Date.now() + 1_800_000).toISOString();
  expect(await setPolicy({ category: 'Kurtas', units: 2, from, to })).toMatchObject({ ok: true });
  expect(await followPolicies(database.pool)).toBe(0);
  const pass = (column: string) =>
    database.pool.query(`UPDATE safety_stock_policy SET ${column} = now() WHERE category = 'Kurtas'`);
  await pass('effective_from');
  expect(await followPolicies(database.pool)).toBe(1);
  expect(await dirty()).toEqual(['A', 'B', 'C']);
  await pass('effective_to');
  expect(await followPolicies(database.pool)).toBe(1);
  expect(await followPolicies(database.pool)).toBe(0);
  expect(await dirty()).toEqual(['A', 'B', 'C']);
});

test('a bulk edit does what its preview said, on what the preview saw, or nothing', async () => {
  const edit = bulkEditSchema.parse({
    of: 'listings',
    selection: { by: 'query', query: { channel: 'web' } },
    change: { cap: 4, buffer: 1 },
  });
  await save('listing', 1, { sku: 'B', channel: 'web', floor: 10 });
  const previewed = await previewBulkAs(database.pool, edit, as('manager'));
  expect(previewed).toMatchObject({
    ok: true,
    preview: {
      rows: 3,
      changed: 2,
      refused: 1,
      sample: [
        { key: { sku: 'A', channel: 'web' }, before: { cap: null, buffer: 0 }, after: { cap: 4, buffer: 1 } },
        { key: { sku: 'C' } },
      ],
      refusals: [{ key: { sku: 'B', channel: 'web' }, code: 'floor_above_cap' }],
    },
  });
  if (!previewed.ok) return;
  const { token } = previewed.preview;
  const apply = (given: string, leaveOut: boolean, role: Role = 'manager') =>
    applyBulkAs(database.pool, edit, given, leaveOut, as(role));
  const caps = async () =>
    (await listCatalogListings(database.pool, { channel: 'web', sort: 'sku', ...ascending })).items.map(
      ({ cap }) => cap,
    );
  expect(await apply(token, false)).toMatchObject({ code: 'rows_refused' });
  expect(await apply(token, true, 'operator')).toMatchObject({ refusal: { code: 'forbidden' } });
  expect(await caps()).toEqual([null, null, null]);
  await dirty();
  expect(await apply(token, true)).toMatchObject({
    ok: true,
    report: {
      changed: 2,
      refused: 1,
      rows: [
        { outcome: 'changed' },
        { outcome: 'refused', detail: expect.stringContaining('floor') },
        { outcome: 'changed' },
      ],
    },
  });
  expect(await caps()).toEqual([4, null, 4]);
  expect(await dirty()).toEqual(['A', 'C']);
  expect(await apply(token, true)).toMatchObject({ code: 'changed_since_preview' });
});

test('in bulk: safety stock, categories, and a selection that grew since the preview', async () => {
  const policy = bulkEditSchema.parse({
    of: 'safety_stock',
    selection: { by: 'keys', skus: ['B', 'C', 'gone'] },
    node: 'W2',
    amount: { days: 4 },
  });
  const previewed = await previewBulkAs(database.pool, policy, as('manager'));
  if (!previewed.ok) throw new Error('no preview');
  expect(previewed.preview).toMatchObject({ rows: 2, changed: 2, missing: 1 });
  expect(
    await applyBulkAs(database.pool, policy, previewed.preview.token, false, as('manager')),
  ).toMatchObject({
    ok: true,
  });
  expect(
    (await listSafetyStock(database.pool, { node: 'W2', sort: 'scope', ...ascending })).items,
  ).toMatchObject([
    { sku: 'B', days: 4 },
    { sku: 'C', days: 4 },
  ]);
  const category = bulkEditSchema.parse({
    of: 'skus',
    selection: { by: 'query', query: { search: 'kurta' } },
    change: { category: 'Ethnic' },
  });
  const before = await previewBulkAs(database.pool, category, as('manager'));
  if (!before.ok) throw new Error('no preview');
  await put({ skus: [{ sku: 'E', name: 'Kurta E' }] });
  expect(await applyBulkAs(database.pool, category, before.preview.token, true, as('manager'))).toMatchObject(
    {
      code: 'changed_since_preview',
    },
  );
  expect(
    bulkEditSchema.safeParse({ of: 'skus', selection: { by: 'keys', skus: ['A'] }, change: {} }).success,
  ).toBe(false);
});

test('every list pages without gap or repeat, in every order', async () => {
  const lists = [
    ['sku', 'name', 'category', 'price', 'updated'].map(
      (sort) => (rest: object) =>
        listSkus(database.pool, { sort, ...rest } as Parameters<typeof listSkus>[1]),
    ),
    ['sku', 'name', 'channel', 'price', 'target'].map(
      (sort) => (rest: object) =>
        listCatalogListings(database.pool, { sort, ...rest } as Parameters<typeof listCatalogListings>[1]),
    ),
    ['channel', 'priority'].map(
      (sort) => (rest: object) =>
        listChannels(database.pool, { sort, ...rest } as Parameters<typeof listChannels>[1]),
    ),
    ['scope', 'begins'].map(
      (sort) => (rest: object) =>
        listSafetyStock(database.pool, { sort, ...rest } as Parameters<typeof listSafetyStock>[1]),
    ),
    [
      (rest: object) =>
        listReplenishment(database.pool, { sort: 'days', ...rest } as Parameters<
          typeof listReplenishment
        >[1]),
    ],
  ].flat();
  for (const list of lists)
    for (const direction of ['ascending', 'descending'] as const) {
      const whole = await list({ direction });
      const walked: unknown[] = [];
      let cursor: string | undefined;
      do {
        const page: Awaited<ReturnType<typeof list>> = await list({ direction, cursor, limit: 1 });
        walked.push(...page.items);
        cursor = page.next;
      } while (cursor !== undefined);
      expect(walked).toEqual(whole.items);
    }
  await expect(listSkus(database.pool, { sort: 'price', ...ascending, cursor: 'x' })).rejects.toMatchObject({
    code: 'invalid_cursor',
  });
});
