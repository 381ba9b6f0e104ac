import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, expect, test } from 'vitest';
import { type EmbeddedDatabase, findEmbedded, startEmbedded } from './embedded';

const folder = mkdtempSync(path.join(tmpdir(), 'truecount-embedded-'));
const running: EmbeddedDatabase[] = [];

afterEach(async () => {
  await Promise.all(running.splice(0).map((database) => database.stop()));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function start(whenRunning: 'join' | 'replace' = 'join'): Promise<EmbeddedDatabase> {
  const database = await startEmbedded(folder, { whenRunning });
  running.push(database);
  return database;
}

async function query(url: string, sql: string): Promise<unknown[]> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
}

test('starts durable, in UTF-8, sorted alike everywhere, with checksums, and keeps its password to itself', async () => {
  const database = await start();
  const rows = await query(
    database.tcpUrl,
    `SELECT current_setting('fsync') AS fsync, current_setting('synchronous_commit') AS commits,
       current_setting('full_page_writes') AS pages, current_setting('data_checksums') AS checksums,
       pg_encoding_to_char(encoding) AS encoding, datlocale AS locale
     FROM pg_database WHERE datname = current_database()`,
  );
  expect(rows).toEqual([
    { fsync: 'on', commits: 'on', pages: 'on', checksums: 'on', encoding: 'UTF8', locale: 'C.UTF-8' },
  ]);
  expect(statSync(path.join(folder, 'postgres.password')).mode & 0o777).toBe(0o600);
});

test('started a second time on the same folder, it joins the server that runs, on the same port', async () => {
  const first = await start();
  const [second, third] = await Promise.all([start(), start()]);
  expect([second.pid, third.pid, second.started, third.started]).toEqual([
    first.pid,
    first.pid,
    false,
    false,
  ]);
  await second.stop();
  expect((await findEmbedded(folder))?.pid).toBe(first.pid);
});

test('two that start at once end up with one server', async () => {
  const both = await Promise.all([start(), start()]);
  expect(both.map((database) => database.started).sort()).toEqual([false, true]);
  expect(both[0].pid).toBe(both[1].pid);
});

test('after kill -9 it recovers, and what was committed is there', async () => {
  const first = await start();
  await query(first.url, 'CREATE TABLE IF NOT EXISTS kept (id int)');
  await query(first.url, 'INSERT INTO kept VALUES (7)');
  process.kill(first.pid, 'SIGKILL');
  await first.exited;
  const second = await start();
  expect(second.started).toBe(true);
  expect(await query(second.url, 'SELECT id FROM kept')).toEqual([{ id: 7 }]);
});

test('a process that got the dead server’s number is not taken for it', async () => {
  const first = await start();
  await first.stop();
  writeFileSync(
    path.join(folder, 'postgres', 'postmaster.pid'),
    `${process.pid}\n${folder}\n0\n5432\n\n\n\nready\n`,
  );
  const second = await start();
  expect(second.started).toBe(true);
});

test('a supervisor replaces an orphaned server', async () => {
  const orphan = await start();
  const replacement = await start('replace');
  await orphan.exited;
  expect(replacement.started).toBe(true);
  expect(await findEmbedded(folder)).toMatchObject({ pid: replacement.pid });
});
