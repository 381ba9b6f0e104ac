import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { gunzipSync, gzipSync } from 'node:zlib';
import pg from 'pg';
import { afterAll, expect, test } from 'vitest';
import { backUp } from './backup';
import { restore } from './restore';
import { createTestDatabase } from './test-database';

const source = await createTestDatabase();
const target = await createTestDatabase();
const folder = mkdtempSync(path.join(tmpdir(), 'truecount-backup-'));
const file = path.join(folder, 'all.truecount');

afterAll(async () => {
  await target.drop();
  await source.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function connected<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}

const awkward = 'tab\there, line\nbreak, back\\slash, ₹ and \\N';

test('what was backed up is there after a restore, to the byte', async () => {
  await source.pool.query(
    `INSERT INTO sku (sku, name) SELECT 'S-' || n, CASE WHEN n = 1 THEN $1 ELSE 'Item ' || n END
     FROM generate_series(1, 20000) n`,
    [awkward],
  );
  const written = await connected(source.url, (client) => backUp(client, file));
  expect(written.tables.find((table) => table.table === 'sku')?.rows).toBe(20_000);
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const read = await connected(target.url, (client) => restore(client, file));
  expect(read.tables).toEqual(written.tables);
  const kept = await target.pool.query(`SELECT name FROM sku WHERE sku = 'S-1'`);
  expect(kept.rows).toEqual([{ name: awkward }]);
  const again = await connected(target.url, (client) => backUp(client, path.join(folder, 'again')));
  expect(again.tables).toEqual(written.tables);
});

test('a database in use is left alone', async () => {
  await expect(connected(target.url, (client) => restore(client, file))).rejects.toThrow('in use');
});

test('a backup with one changed byte, or cut short, restores nothing', async () => {
  const empty = await createTestDatabase();
  try {
    const plain = gunzipSync(readFileSync(file));
    const changed = Buffer.from(plain);
    changed[changed.indexOf('Item 777')] = 'X'.charCodeAt(0);
    const damaged = path.join(folder, 'damaged');
    writeFileSync(damaged, gzipSync(changed));
    await expect(connected(empty.url, (client) => restore(client, damaged))).rejects.toThrow(
      'damaged in table sku',
    );
    writeFileSync(damaged, gzipSync(plain.subarray(0, plain.length - 200)));
    await expect(connected(empty.url, (client) => restore(client, damaged))).rejects.toThrow('no whole');
    expect((await empty.pool.query('SELECT FROM sku')).rowCount).toBe(0);
  } finally {
    await empty.drop();
  }
});
