import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { inject } from 'vitest';
import { closeConnections } from './client';
import { runOn, withDatabase } from './test-server';

export interface TestDatabase {
  url: string;
  pool: pg.Pool;
  /** Drops the database and ends every connection this file opened. */
  drop(): Promise<void>;
}

const test_connections_max = 30;

/**
 * A migrated, empty database for one test file. Until it is dropped it is also what getPool() and getPrisma()
 * talk to. Use it as: `const database = await createTestDatabase(); afterAll(() => database.drop());`
 */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject('testServerUrl');
  const name = `truecount_test_${randomBytes(6).toString('hex')}`;
  await runOn(server, `CREATE DATABASE ${name} TEMPLATE ${inject('testTemplate')}`);
  const url = withDatabase(server, name);
  const before = process.env.DATABASE_URL;
  await closeConnections();
  process.env.DATABASE_URL = url;
  const pool = new pg.Pool({ connectionString: url, max: test_connections_max });
  pool.on('error', () => undefined);
  return {
    url,
    pool,
    drop: async () => {
      await Promise.all([pool.end(), closeConnections()]);
      if (before === undefined) delete process.env.DATABASE_URL;
      else process.env.DATABASE_URL = before;
      await runOn(server, `DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
