import pg from 'pg';
import { pendingMigrations } from './pending-migrations';
import { type PrismaFolders, prismaFolders } from './prisma-folders';
import { noFilters, readMigrations, withSchemaEngine } from './schema-engine';

/** Any number every Truecount process agrees on, and nobody else is likely to use. */
const migration_lock_key = '7236498810524';

/**
 * Brings the database to the newest migration and returns the names of those applied now. Safe from any number
 * of processes at once: an advisory lock on a connection of its own lets one through at a time, and the others
 * then find nothing left to do. `url` must reach Postgres directly, not through a pooler.
 */
export async function migrate(url: string, folders: PrismaFolders = prismaFolders()): Promise<string[]> {
  const migrations = readMigrations(folders);
  const lock = new pg.Client({ connectionString: url, application_name: 'truecount-migrate' });
  await lock.connect();
  try {
    await lock.query("SET idle_session_timeout = 0; SET lock_timeout = '10min'");
    await lock.query('SELECT pg_advisory_lock($1)', [migration_lock_key]);
    if ((await pendingMigrations(lock, folders)).length === 0) return [];
    return await withSchemaEngine(url, folders, async (engine) => {
      const applied = await engine.applyMigrations({ migrationsList: migrations, filters: noFilters });
      return applied.appliedMigrationNames;
    });
  } finally {
    // Ending the connection gives the lock back too.
    await lock.end();
  }
}
