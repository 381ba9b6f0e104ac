import { readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { bindMigrationAwareSqlAdapterFactory } from '@prisma/driver-adapter-utils';
import type { MigrationList, SchemaEngine } from '@prisma/schema-engine-wasm';
import { engineAdapter, enginePool } from './engine-adapter';
import { migrationNames, type PrismaFolders } from './prisma-folders';

export const noFilters = { externalTables: [], externalEnums: [] };

/**
 * Runs `work` with Prisma's own schema engine, as WebAssembly: the same one `prisma migrate` runs, without the
 * binary that its command line would first download from a host of its own. The engine locks the database's
 * migrations for as long as its connection lives, so the connection is ended here and not left to idle.
 */
export async function withSchemaEngine<T>(
  url: string,
  folders: PrismaFolders,
  work: (engine: SchemaEngine) => Promise<T>,
): Promise<T> {
  loading ??= instantiate();
  const Engine = await loading;
  const pool = enginePool(url);
  try {
    const factory = bindMigrationAwareSqlAdapterFactory(engineAdapter(pool));
    const engine = await Engine.new(
      { datamodels: readSchemaFiles(folders.schemaDir) },
      () => undefined,
      factory,
    );
    try {
      return await work(engine);
    } finally {
      engine.free();
    }
  } finally {
    await pool.end();
  }
}

/** Every migration, in the order of its name, as the engine wants them listed. */
export function readMigrations(folders: PrismaFolders): MigrationList {
  const names = migrationNames(folders);
  return {
    baseDir: folders.migrationsDir,
    lockfile: { path: 'migration_lock.toml', content: 'provider = "postgresql"\n' },
    shadowDbInitScript: '',
    migrationDirectories: names.map((name) => ({
      path: name,
      migrationFile: {
        path: 'migration.sql',
        content: {
          tag: 'ok',
          value: readFileSync(path.join(folders.migrationsDir, name, 'migration.sql'), 'utf8'),
        },
      },
    })),
  };
}

/** schema.prisma and every file in models/, as [path, content]. */
export function readSchemaFiles(schemaDir: string): [string, string][] {
  return readdirSync(schemaDir, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.prisma'))
    .sort()
    .map((name) => [path.join(schemaDir, name), readFileSync(path.join(schemaDir, name), 'utf8')]);
}

/** Once in a process: its JavaScript half keeps views into the memory of one instance. */
let loading: Promise<typeof SchemaEngine> | undefined;

/** Node cannot import a .wasm file as a module yet, so its two halves are put together by hand. */
async function instantiate(): Promise<typeof SchemaEngine> {
  // Where the engine says why it panicked; without it the reason is lost in a failed call.
  Object.assign(globalThis, {
    PRISMA_WASM_PANIC_REGISTRY: { set_message: (message: string) => console.error(message) },
  });
  const glue = await import('@prisma/schema-engine-wasm/schema_engine_bg');
  const file = createRequire(import.meta.url)
    .resolve('@prisma/schema-engine-wasm/schema_engine_bg')
    .replace(/\.js$/, '.wasm');
  const { instance } = await WebAssembly.instantiate(readFileSync(file), {
    './schema_engine_bg.js': glue as unknown as WebAssembly.ModuleImports,
  });
  glue.__wbg_set_wasm(instance.exports);
  const start = instance.exports.__wbindgen_start;
  if (typeof start === 'function') start();
  return glue.SchemaEngine;
}
