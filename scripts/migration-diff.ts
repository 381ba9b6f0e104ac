import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { startEmbedded } from '@/lib/db/embedded';
import { migrate } from '@/lib/db/migrate';
import { prismaFolders } from '@/lib/db/prisma-folders';
import { noFilters, readSchemaFiles, withSchemaEngine } from '@/lib/db/schema-engine';

/**
 * `npm run migration:diff -- <name>` writes the migration that leads from where the migrations arrive to what
 * prisma/models says. What Prisma cannot say (CHECKs, triggers, partitions) it would take back: read the file,
 * take such lines out and write your own in.
 */
async function main(name: string | undefined): Promise<void> {
  if (name === undefined || !/^[a-z0-9_]+$/.test(name)) {
    throw new Error('Usage: npm run migration:diff -- <name in lower case, words joined by _>');
  }
  const folders = prismaFolders();
  const scratch = mkdtempSync(path.join(tmpdir(), 'truecount-diff-'));
  const server = await startEmbedded(scratch);
  try {
    await migrate(server.url, folders);
    const script = await differenceToModels(server.url, folders.schemaDir);
    if (script === undefined) {
      console.log('The models say nothing that the migrations have not said.');
      return;
    }
    const stamp = new Date().toISOString().replace(/\D/g, '').slice(0, 14);
    const folder = path.join(folders.migrationsDir, `${stamp}_${name}`);
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'migration.sql'), script);
    console.log(`Wrote ${path.relative(process.cwd(), folder)}/migration.sql. Read it before you keep it.`);
  } finally {
    await server.stop();
    rmSync(scratch, { recursive: true, force: true });
  }
}

/**
 * The engine compares databases by connecting to both; the models become a database of their own first, so that
 * both sides are read by the same eyes.
 */
async function differenceToModels(url: string, schemaDir: string): Promise<string | undefined> {
  const files = readSchemaFiles(schemaDir).map(([file, content]) => ({ path: file, content }));
  const folders = prismaFolders();
  return withSchemaEngine(url, folders, async (engine) => {
    const { stdout } = await engine.diff({
      from: { tag: 'schemaDatasource', files, configDir: process.cwd() },
      to: { tag: 'schemaDatamodel', files },
      script: true,
      exitCode: null,
      filters: noFilters,
    });
    return stdout === null || /^\s*(--[^\n]*)?\s*$/.test(stdout) ? undefined : stdout;
  });
}

await main(process.argv[2]).then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof Error ? error.message : error);
    process.exit(1);
  },
);
