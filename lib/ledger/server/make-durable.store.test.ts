import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { type LaneConnection, openLaneConnection } from './lane-connection';
import { Durability } from './make-durable';

let database: TestDatabase;
let flusher: LaneConnection;
beforeAll(async () => {
  database = await createTestDatabase();
  // The server of the tests waits for no disk otherwise.
  await database.pool.query(
    `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET synchronous_commit = on', current_database()); END $$`,
  );
  flusher = await openLaneConnection(database.url);
});
afterAll(async () => {
  await flusher.close();
  await database.drop();
});

/** Commits without waiting for the disk; where the log ended then. */
async function commitAhead(): Promise<string> {
  const client = await database.pool.connect();
  try {
    await client.query('BEGIN; SET LOCAL synchronous_commit = off');
    await client.query('CREATE TABLE IF NOT EXISTS ahead (n int)');
    await client.query('INSERT INTO ahead VALUES (1)');
    await client.query('COMMIT');
    const { rows } = await client.query<{ lsn: string }>('SELECT pg_current_wal_insert_lsn() AS lsn');
    return rows[0]?.lsn ?? '';
  } finally {
    client.release();
  }
}

test('what was committed ahead of the disk is on it once the flush has ended', async () => {
  const durability = new Durability(flusher);
  for (let round = 0; round < 20; round++) {
    const lsn = await commitAhead();
    await durability.flush();
    const { rows } = await database.pool.query<{ flushed: boolean }>(
      'SELECT pg_current_wal_flush_lsn() >= $1::pg_lsn AS flushed',
      [lsn],
    );
    expect(rows[0]).toEqual({ flushed: true });
  }
});

test('who asks while a flush is under way shares the next one', async () => {
  const durability = new Durability(flusher);
  const commits = vi.spyOn(flusher, 'begin');
  await Promise.all(Array.from({ length: 50 }, () => durability.flush()));
  expect(commits).toHaveBeenCalledTimes(2);
  await durability.flush();
  expect(commits).toHaveBeenCalledTimes(3);
});

test('a connection that is lost says so', async () => {
  const lost = await openLaneConnection(database.url);
  const durability = new Durability(lost);
  await durability.flush();
  await lost.close();
  await expect(durability.flush()).rejects.toThrow('terminated');
});
