import { migrationNames, type PrismaFolders, prismaFolders } from './prisma-folders';

/** The migrations this code knows and the database has not finished; none means ready to serve. */
export async function pendingMigrations(
  database: { query(sql: string): Promise<{ rows: { name: string }[] }> },
  folders: PrismaFolders = prismaFolders(),
): Promise<string[]> {
  const known = migrationNames(folders);
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
