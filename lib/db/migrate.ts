import pg from 'pg';
import {
  noFilters,
  type PrismaFolders,
  prismaFolders,
  readMigrations,
  withSchemaEngine,
} from './schema-engine';

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

/** The migrations this code knows and the database has not finished; none means ready to serve. */
export async function pendingMigrations(
  database: { query(sql: string): Promise<{ rows: { name: string }[] }> },
  folders: PrismaFolders = prismaFolders(),
): Promise<string[]> {
  const known = readMigrations(folders).migrationDirectories.map((directory) => directory.path);
  const table = await database.query(
    `SELECT 'x' AS name FROM pg_tables WHERE schemaname = current_schema() AND tablename = '_prisma_migrations'`,
  );
  if (table.rows.length === 0) return known;
  const done = await database.query(
    `SELECT migration_name AS name FROM _prisma_migrations WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL`,
  );
  const finished = new Set(done.rows.map((row) => row.name));
  return known.filter((name) => !finished.has(name));
}
