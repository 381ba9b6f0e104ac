import { mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { putCatalogAs } from './catalog';
import { closeLedger } from './ledger';
import { takeSnapshots } from './watch-snapshots';

let database: TestDatabase;
let folder: string;
beforeAll(async () => {
  database = await createTestDatabase();
  folder = await mkdtemp(path.join(tmpdir(), 'truecount-watched-'));
  const catalog = catalogSchema.parse({
    skus: [{ sku: 'A', name: 'Kurta' }],
    nodes: [{ node: 'D1', name: 'Andheri', kind: 'dark_store' }],
  });
  await putCatalogAs(database.pool, catalog, { kind: 'user', id: 'admin', name: 'Admin', role: 'admin' });
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
  await rm(folder, { recursive: true, force: true });
});

test('a report put into the folder is compared as of when it was written, once it has stopped to grow', async () => {
  const { pool } = database;
  const seen = new Map<string, string>();
  const look = () => takeSnapshots(pool, folder, seen);
  const put = (name: string, text: string) => writeFile(path.join(folder, name), text);
  await put('D1.csv', 'sku,qty\nA,12');
  const writtenAt = new Date('2026-03-01T10:00:00Z');
  await utimes(path.join(folder, 'D1.csv'), writtenAt, writtenAt);
  await look();
  await put('D1.csv', 'sku,qty\nA,124\nNOBODY,3\n');
  await utimes(path.join(folder, 'D1.csv'), writtenAt, writtenAt);
  await look();
  expect(await readdir(folder)).toContain('D1.csv');
  await look();
  const { rows } = await pool.query(
    `SELECT sku, actual::int, occurred_at FROM discrepancy WHERE kind = 'snapshot'`,
  );
  expect(rows).toEqual([{ sku: 'A', actual: 124, occurred_at: writtenAt }]);
  const [report = '', refused = ''] = (await readdir(path.join(folder, 'done'))).sort();
  expect(report).toMatch(/ D1\.csv$/);
  expect(await readFile(path.join(folder, 'done', refused), 'utf8')).toContain('NOBODY');

  await put('NOWHERE@monday.csv', 'sku,qty\nA,1\n');
  await put('D1@broken.csv', 'nothing of use\n');
  await look();
  await look();
  expect((await readdir(folder)).sort()).toEqual(['done', 'failed']);
  const failed = (await readdir(path.join(folder, 'failed'))).sort();
  expect(failed.filter((name) => name.endsWith('.refused.txt'))).toHaveLength(2);
});
