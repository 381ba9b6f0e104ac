import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import type { Role } from '@/lib/access/roles';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { import_file_bytes_max } from '@/lib/imports/limits';
import { errorFile } from '@/lib/imports/server/error-file';
import { listImportRows, readImport } from '@/lib/imports/server/read-import';
import type { ImportKind } from '@/lib/imports/settings';
import { putCatalogAs } from './catalog';
import { commitImportAs, examineImportAs, stageImportAs } from './imports';

let database: TestDatabase;
const as = (role: Role): Principal => ({ kind: 'user', id: role, name: role, role });

/** Staged as the handler stages it: from a body that comes in pieces. */
async function stage(content: string | Buffer, kind: ImportKind = 'skus', role: Role = 'manager') {
  const bytes = typeof content === 'string' ? Buffer.from(content) : content;
  const body = new ReadableStream<Uint8Array>({
    start(controller) {
      const piece = bytes.length > 1_000_000 ? 1_000_000 : 1_000;
      for (let at = 0; at < bytes.length; at += piece) controller.enqueue(bytes.subarray(at, at + piece));
      controller.close();
    },
  });
  return stageImportAs(
    database.pool,
    { kind, fileName: 'file.csv', chosen: {} },
    body as Parameters<typeof stageImportAs>[2],
    as(role),
  );
}

async function examined(content: string | Buffer, kind: ImportKind = 'skus') {
  const staged = await stage(content, kind);
  if (!staged.ok) throw new Error(staged.detail);
  const found = await readImport(database.pool, staged.id);
  if (found === null) throw new Error('not staged');
  const result = await examineImportAs(
    database.pool,
    staged.id,
    { mapping: found.mapping, numbers: found.settings.numbers },
    as('manager'),
  );
  if (!result.ok) throw new Error(JSON.stringify(result));
  return result.import;
}

const commit = (id: string, validOnly: boolean, role: Role = 'manager') =>
  commitImportAs(database.pool, id, validOnly, as(role));

const skus = async (like: string) =>
  Number((await database.pool.query('SELECT count(*) AS n FROM sku WHERE sku LIKE $1', [like])).rows[0].n);

beforeAll(async () => {
  database = await createTestDatabase();
  await putCatalogAs(
    database.pool,
    catalogSchema.parse({
      skus: [
        { sku: 'OLD', name: 'Old', barcodes: ['111'] },
        { sku: 'SAME', name: 'Same' },
      ],
      nodes: [{ node: 'W1', name: 'W1', kind: 'warehouse' }],
      channels: [{ channel: 'web', name: 'Web', kind: 'webshop', connector: 'none', sources: ['W1'] }],
    }),
    as('admin'),
  );
});
afterAll(() => database.drop());

test('of 1,000 rows three are bad: exactly these are named, and 997 or none are written', async () => {
  const lines = Array.from(
    { length: 1000 },
    (_, index) => `T-${index},Kurta ${index},"1,2${index % 10},456"`,
  );
  lines[99] = 'T-99,Kurta 99,cheap';
  lines[499] = 'T-499,,100';
  lines[899] = 'T-0,Twice,100';
  const found = await examined(`SKU,Name,Price\n${lines.join('\n')}\n`);
  expect(found).toMatchObject({ rows: 1000, counts: { new: 997, changed: 0, same: 0, refused: 3 } });
  const bad = await listImportRows(database.pool, { import: found.id, verdict: 'refused' });
  expect(bad.items.map(({ row, findings }) => [row, findings[0]])).toMatchObject([
    [101, { column: 'Price', value: 'cheap', reason: expect.stringContaining('no number') }],
    [501, { column: 'Name', value: '', reason: 'is required' }],
    [901, { column: null, reason: 'The SKU T-0 stands in row 2 already' }],
  ]);
  const file = await errorFile(database.pool, found.id);
  const text = await new Response(file?.stream).text();
  expect(text.replace('\ufeff', '').trimEnd().split('\n')).toEqual([
    'Row,Reason,SKU,Name,Price',
    expect.stringMatching(/^101,"Price ""cheap"" is no number.*,T-99,Kurta 99,cheap$/),
    '501,Name is required,T-499,,100',
    '901,The SKU T-0 stands in row 2 already,T-0,Twice,100',
  ]);

  expect(await commit(found.id, false)).toMatchObject({ code: 'rows_refused' });
  expect(await skus('T-%')).toBe(0);
  expect(await commit(found.id, true, 'viewer')).toMatchObject({ code: 'forbidden' });
  expect(await commit(found.id, true)).toMatchObject({
    ok: true,
    import: { status: 'committed', written: 997 },
  });
  expect(await skus('T-%')).toBe(997);
  expect(await commit(found.id, true)).toMatchObject({ code: 'already_committed' });
  const { rows } = await database.pool.query(
    `SELECT price_minor, (SELECT count(*) FROM audit_log WHERE action = 'import.committed') AS audited
     FROM sku WHERE sku = 'T-1'`,
  );
  expect(rows).toEqual([{ price_minor: '12145600', audited: '1' }]);
});

test('a spreadsheet of another country: Latin-1, semicolons, decimal commas', async () => {
  const content = Buffer.from(
    'sku;Bezeichnung;Preis\nLATIN;Größe M;1.299,50\nOLD;Old;2,5\nSAME;Same;\n',
    'latin1',
  );
  const found = await examined(content);
  expect(found.settings).toEqual({ encoding: 'windows-1252', delimiter: ';', numbers: 'comma' });
  expect(found.counts).toEqual({ new: 1, changed: 1, same: 1, refused: 0 });
  expect(await commit(found.id, false)).toMatchObject({ ok: true, import: { written: 2 } });
  const { rows } = await database.pool.query(
    `SELECT name, price_minor FROM sku WHERE sku IN ('LATIN', 'OLD') ORDER BY sku`,
  );
  expect(rows).toEqual([
    { name: 'Größe M', price_minor: '129950' },
    { name: 'Old', price_minor: '250' },
  ]);
});

test('rows are judged against the catalogue, and what changed since the dry run is not overrun', async () => {
  const found = await examined('sku,name,barcode\nX1,One,111\nX2,Two,222\n');
  expect(found.counts).toMatchObject({ new: 1, refused: 1 });
  const bad = await listImportRows(database.pool, { import: found.id, verdict: 'refused' });
  expect(bad.items[0]?.findings).toEqual([
    { column: 'barcode', value: '111', code: 'barcode_taken', reason: 'The barcode 111 belongs to OLD' },
  ]);
  await putCatalogAs(
    database.pool,
    catalogSchema.parse({ skus: [{ sku: 'Y', name: 'Y', barcodes: ['222'] }] }),
    as('admin'),
  );
  expect(await commit(found.id, true)).toMatchObject({ code: 'changed_since_dry_run' });
  expect(await skus('X%')).toBe(0);
});

test('listings and safety stock come in by the same way', async () => {
  const listings = await examined(
    'sku,channel,threshold\nOLD,web,20\nOLD,nowhere,1\nOLD,web,30\n',
    'listings',
  );
  expect(listings.counts).toMatchObject({ new: 1, refused: 2 });
  expect(await commit(listings.id, true)).toMatchObject({ ok: true });
  const policies = await examined('sku,node,units,service level\nOLD,W1,5,\n,W1,,95%\n', 'safety_stock');
  expect(await commit(policies.id, false)).toMatchObject({ ok: true, import: { written: 2 } });
  const { rows } = await database.pool.query(
    `SELECT sku, units, service_level FROM safety_stock_policy ORDER BY sku`,
  );
  expect(rows).toEqual([
    { sku: '', units: null, service_level: 0.95 },
    { sku: 'OLD', units: '5', service_level: null },
  ]);
  const { rows: dirty } = await database.pool.query(`SELECT 1 FROM dirty_sku WHERE sku = 'OLD'`);
  expect(dirty).toHaveLength(1);
});

test('batches know of each other, and files that will not do say why', async () => {
  const many = Array.from({ length: 4500 }, (_, index) => `M-${index},Many,N${index % 4400}`);
  const found = await examined(`sku,name,ean\n${many.join('\n')}`);
  expect(found.counts).toMatchObject({ new: 4400, refused: 100 });
  expect(await commit(found.id, true)).toMatchObject({ ok: true, import: { written: 4400 } });

  expect(await stage('')).toMatchObject({ code: 'empty_file' });
  expect(await stage('sku,name\n')).toMatchObject({ code: 'empty_file' });
  expect(await stage('sku,name\nA,"open')).toMatchObject({ code: 'not_a_table' });
  expect(await stage(Buffer.alloc(import_file_bytes_max + 1, 'a'))).toMatchObject({ code: 'file_too_large' });
  expect(await stage('sku,name\nA,B', 'skus', 'operator')).toMatchObject({ code: 'forbidden' });
  expect(await stage('sku,name\nA,B', 'listings', 'integration')).toMatchObject({ code: 'forbidden' });
  const staged = await stage('sku,name\nA,B');
  if (!staged.ok) throw new Error('not staged');
  expect(await commit(staged.id, true)).toMatchObject({ code: 'not_examined' });
  expect(await commit('none', true)).toMatchObject({ code: 'not_found' });
  const choice = { mapping: { sku: 0 }, numbers: 'point' as const };
  expect(await examineImportAs(database.pool, staged.id, choice, as('manager'))).toMatchObject({
    code: 'invalid_mapping',
  });
});
