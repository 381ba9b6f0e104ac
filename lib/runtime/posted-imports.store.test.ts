import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import type { Role } from '@/lib/access/roles';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { errorFile } from '@/lib/imports/server/error-file';
import { listImportRows, listImports, readImport } from '@/lib/imports/server/read-import';
import { forgetBroken } from '@/lib/imports/server/stage-import';
import type { ImportKind } from '@/lib/imports/settings';
import { prove } from '@/lib/ledger/server/prove';
import { readPositionVersion } from '@/lib/ledger/server/read-position-version';
import { readPurchaseOrder } from '@/lib/receiving/server/read-purchase-order';
import { readStocktake } from '@/lib/stocktake/server/read-stocktake';
import { readTransfer } from '@/lib/transfers/server/read-transfer';
import { putCatalogAs } from './catalog';
import { postRows } from './import-events';
import { cancelImportAs, commitImportAs, examineImportAs, stageImportAs } from './imports';
import { closeLedger } from './ledger';
import { runImport } from './run-imports';

let database: TestDatabase;
const as = (role: Role, nodes?: string[]): Principal => ({
  kind: 'user',
  id: role,
  name: role,
  role,
  ...(nodes === undefined ? {} : { nodes }),
});
const manager = as('manager');
const rows_many = 9_000;

async function examined(content: string | Buffer, kind: ImportKind, who = manager) {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const body = new Blob([new Uint8Array(bytes)]).stream();
  const staged = await stageImportAs(
    database.pool,
    { kind, fileName: 'file.csv', chosen: {} },
    body as Parameters<typeof stageImportAs>[2],
    who,
  );
  if (!staged.ok) throw new Error(staged.detail);
  const found = await read(staged.id);
  const result = await examineImportAs(
    database.pool,
    staged.id,
    { mapping: found.mapping, numbers: found.settings.numbers },
    who,
  );
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.import;
}
const read = async (id: string) => {
  const found = await readImport(database.pool, id);
  if (found === null) throw new Error(`no import ${id}`);
  return found;
};
const commit = (id: string, validOnly = false, who = manager) =>
  commitImportAs(database.pool, id, validOnly, who);
const available = async (sku: string, node: string) =>
  (await readPositionVersion(database.pool, sku, node))?.balances.available ?? 0;
const units = async () =>
  Number(
    (
      await database.pool.query(
        `SELECT coalesce(sum(available), 0) AS n FROM position WHERE sku LIKE 'MANY-%'`,
      )
    ).rows[0].n,
  );

beforeAll(async () => {
  database = await createTestDatabase();
  const many = Array.from({ length: rows_many }, (_, index) => ({
    sku: `MANY-${index}`,
    name: `Many ${index}`,
  }));
  await putCatalogAs(
    database.pool,
    catalogSchema.parse({
      skus: [{ sku: 'A', name: 'Kurta' }, { sku: 'B', name: 'Saree' }, { sku: 'Ü', name: 'Umlaut' }, ...many],
      nodes: [
        { node: 'WH', name: 'Bhiwandi', kind: 'warehouse' },
        { node: 'D1', name: 'Andheri', kind: 'dark_store' },
      ],
      channels: [{ channel: 'web', name: 'Web', kind: 'webshop', connector: 'none', sources: ['WH'] }],
    }),
    as('admin'),
  );
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('opening stock in Latin-1 with semicolons and Indian digits is read, checked row by row, and posted but for what is wrong', async () => {
  const file = Buffer.from(
    [
      'Item code;Warehouse;Qty',
      'A;WH;1,23,456',
      'Ü;WH;7',
      'X;WH;1',
      'B;NOWHERE;1',
      'A;WH;5',
      'B;WH;=2+2',
      'B;D1;12',
    ].join('\n'),
    'latin1',
  );
  const import_ = await examined(file, 'opening_stock');
  expect(import_).toMatchObject({
    settings: { encoding: 'windows-1252', delimiter: ';', numbers: 'point' },
    rows: 7,
    counts: { new: 3, refused: 4 },
  });
  const { items } = await listImportRows(database.pool, { import: import_.id, verdict: 'refused' });
  expect(items.map(({ row, findings }) => [row, findings[0]?.column, findings[0]?.code])).toEqual([
    [4, 'Item code', 'unknown_name'],
    [5, 'Warehouse', 'unknown_name'],
    [6, null, 'repeated'],
    [7, 'Qty', 'not_a_number'],
  ]);
  const errors = await errorFile(database.pool, import_.id);
  expect(await new Response(errors?.stream).text()).toContain("'=2+2");
  expect(await commit(import_.id)).toMatchObject({ code: 'rows_refused' });
  expect(await commit(import_.id, true, as('viewer'))).toMatchObject({ code: 'forbidden' });
  expect(await commit(import_.id, true)).toMatchObject({ ok: true, import: { status: 'committing' } });
  expect(await commit(import_.id, true)).toMatchObject({ code: 'already_committed' });
  await runImport(database.pool, import_.id);
  expect(await read(import_.id)).toMatchObject({ status: 'committed', written: 3, refusedLater: 0 });
  expect([await available('A', 'WH'), await available('Ü', 'WH'), await available('B', 'D1')]).toEqual([
    123456, 7, 12,
  ]);
  expect((await listImports(database.pool, { kind: 'opening_stock' })).items).toMatchObject([
    { id: import_.id },
  ]);
});

test('an import whose process is killed goes on where it stood, and one that is cancelled is taken back whole', async () => {
  const file = [
    'sku,node,units',
    ...Array.from({ length: rows_many }, (_, index) => `MANY-${index},WH,3`),
  ].join('\n');
  const import_ = await examined(file, 'opening_stock');
  await commit(import_.id);
  // Stopped behind the first stretches, and killed when more was posted than was noted.
  const stop = new AbortController();
  stop.abort();
  await runImport(database.pool, import_.id, stop.signal);
  expect(await read(import_.id)).toMatchObject({ status: 'committing' });
  const context = {
    id: import_.id,
    actor: 'user:manager',
    committedAt: (await read(import_.id)).committedAt ?? '',
  };
  await postRows(
    'opening_stock',
    [2, 3, 4].map((row) => ({ row, entry: { sku: `MANY-${row - 2}`, node: 'WH', units: 3 } })),
    context,
  );
  expect(await units()).toBe(9);
  await runImport(database.pool, import_.id);
  expect(await read(import_.id)).toMatchObject({ status: 'committed', written: rows_many });
  expect(await units()).toBe(3 * rows_many);

  // One unit has left meanwhile: that row cannot be taken back, and is named.
  await database.pool.query('SELECT 1');
  const { postByHand } = await import('./post-by-hand');
  const { eventByHand } = await import('@/lib/ledger/by-hand');
  await postByHand(
    manager,
    eventByHand(
      { key: randomUUID(), at: new Date().toISOString() },
      { type: 'adjustment', sku: 'MANY-0', node: 'WH', quantity: 1, direction: 'decrease', reason: 'lost' },
    ),
  );
  expect(await cancelImportAs(database.pool, import_.id, manager)).toMatchObject({ status: 'reversing' });
  await runImport(database.pool, import_.id);
  expect(await read(import_.id)).toMatchObject({
    status: 'reversed',
    reversed: rows_many - 1,
    notReversed: 1,
  });
  expect(await units()).toBe(2);
  const { items } = await listImportRows(database.pool, { import: import_.id, verdict: 'refused' });
  expect(items).toMatchObject([{ row: 2 }]);
});

test('cancelled while it is being posted, what was posted is taken back', async () => {
  const file = [
    'sku,node,units',
    ...Array.from({ length: rows_many }, (_, index) => `MANY-${index},D1,2`),
  ].join('\n');
  const import_ = await examined(file, 'opening_stock');
  await commit(import_.id);
  const running = runImport(database.pool, import_.id);
  await expect
    .poll(async () => (await read(import_.id)).written ?? 0, { timeout: 30_000, interval: 5 })
    .toBeGreaterThan(0);
  await cancelImportAs(database.pool, import_.id, manager);
  await running;
  const done = await read(import_.id);
  expect(done).toMatchObject({ status: 'reversed', notReversed: 0 });
  expect(done.reversed).toBe(done.written);
  const { rows } = await database.pool.query(
    `SELECT coalesce(sum(available), 0)::int AS n FROM position WHERE node = 'D1' AND sku LIKE 'MANY-%'`,
  );
  expect(rows).toEqual([{ n: 0 }]);
});

test('what is cancelled or killed before it was confirmed leaves nothing', async () => {
  const staged = await examined('sku,node,units\nA,WH,1\n', 'opening_stock');
  expect(await cancelImportAs(database.pool, staged.id, manager)).toMatchObject({ status: 'forgotten' });
  expect(await readImport(database.pool, staged.id)).toBeNull();
  // As a process leaves it that died while it staged: the lock of its session went with it.
  await database.pool.query(
    `INSERT INTO import (import, kind, file_name, status, settings, created_by) VALUES ('dead', 'opening_stock', 'f', 'staging', '{}', 'user:x')`,
  );
  await database.pool.query(`INSERT INTO import_row (import, row, cells) VALUES ('dead', 2, '{A,WH,1}')`);
  expect(await forgetBroken(database.pool)).toBe(1);
  const { rows } = await database.pool.query(
    `SELECT count(*)::int AS n FROM import_row WHERE import = 'dead'`,
  );
  expect(rows).toEqual([{ n: 0 }]);
});

test('documents are gathered from their rows, written once, and taken back', async () => {
  const { pool } = database;
  const transfers = await examined(
    'transfer,from,to,sku,qty,eta\nT-1,WH,D1,A,4,05/03/2027\nT-1,WH,D1,B,2,05/03/2027\nT-2,WH,D1,A,1,\nT-2,D1,WH,B,1,\nT-3,WH,WH,A,1,\n',
    'transfers',
  );
  expect(transfers.counts).toMatchObject({ new: 3, refused: 2 });
  await commit(transfers.id, true);
  await runImport(pool, transfers.id);
  expect(await readTransfer(pool, 'T-1')).toMatchObject({
    status: 'draft',
    units: 6,
    expectedAt: '2027-03-04T18:30:00.000Z',
  });
  expect((await examined('transfer,from,to,sku,qty\nT-1,WH,D1,A,4\n', 'transfers')).counts).toMatchObject({
    refused: 1,
  });
  await cancelImportAs(pool, transfers.id, manager);
  await runImport(pool, transfers.id);
  expect((await readTransfer(pool, 'T-1'))?.status).toBe('cancelled');

  const orders = await examined(
    'po,vendor,node,sku,qty,expected\nPO-1,Surat,WH,A,10,2027-03-05 10:00\n',
    'purchase_orders',
  );
  await commit(orders.id);
  await runImport(pool, orders.id);
  expect(await readPurchaseOrder(pool, 'PO-1')).toMatchObject({
    supplier: 'Surat',
    onOrder: 10,
    status: 'open',
  });
  await cancelImportAs(pool, orders.id, manager);
  await runImport(pool, orders.id);
  expect((await readPurchaseOrder(pool, 'PO-1'))?.status).toBe('closed');

  const promotions = await examined(
    'promotion,channel,start,end,sku,uplift\nDIWALI,web,2027-10-01,2027-10-05,A,2.5\nDIWALI,web,2027-10-01,2027-10-05,B,2.5\n',
    'promotions',
  );
  await commit(promotions.id);
  await runImport(pool, promotions.id);
  expect(await read(promotions.id)).toMatchObject({ status: 'committed', written: 2 });
  const planned = async () =>
    (await pool.query(`SELECT uplift FROM promotion WHERE promotion = 'DIWALI' AND cancelled_at IS NULL`))
      .rows;
  expect(await planned()).toEqual([{ uplift: 2.5 }]);
  await cancelImportAs(pool, promotions.id, manager);
  await runImport(pool, promotions.id);
  expect(await planned()).toEqual([]);
});

test('counts of a file wait as a stocktake for another person; reports of a node are compared', async () => {
  const { pool } = database;
  const counts = await examined('sku,node,count\nB,D1,12\n', 'counts', as('operator'));
  await commit(counts.id, false, as('operator'));
  await runImport(pool, counts.id);
  const { rows } = await pool.query<{ stocktake: string }>(
    `SELECT stocktake FROM stocktake WHERE scope = 'file'`,
  );
  const found = await readStocktake(pool, rows[0]?.stocktake ?? '', true);
  expect(found).toMatchObject({
    status: 'counted',
    node: 'D1',
    review: [{ sku: 'B', counted: 12, variance: 0 }],
  });
  await cancelImportAs(pool, counts.id, manager);
  await runImport(pool, counts.id);
  expect((await readStocktake(pool, rows[0]?.stocktake ?? '', true))?.status).toBe('cancelled');

  const report = await examined('sku,node,on hand\nB,D1,9\n', 'snapshots');
  await commit(report.id);
  await runImport(pool, report.id);
  const { rows: cases } = await pool.query(
    `SELECT expected::int, actual::int FROM discrepancy WHERE sku = 'B' AND kind = 'snapshot'`,
  );
  expect(cases).toEqual([{ expected: 12, actual: 9 }]);
  expect((await examined('sku,node,on hand,as of\nB,D1,9,2099-01-01\n', 'snapshots')).counts).toMatchObject({
    refused: 1,
  });
  // Nobody brings in for nodes that are not theirs.
  expect(
    (await examined('sku,node,count\nB,D1,12\n', 'counts', as('operator', ['WH']))).counts,
  ).toMatchObject({ refused: 1 });
});

test('the books are proven after all of it', async () => {
  expect(
    (await prove({ pool: database.pool, secretKey: 'a secret key of the tests, 32 chars' })).findings,
  ).toEqual([]);
});
