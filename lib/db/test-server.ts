import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import type { TestProject } from 'vitest/node';
import { startEmbedded } from './embedded';
import { migrate } from './migrate';

declare module 'vitest' {
  export interface ProvidedContext {
    /** Of the database server the store tests share; see createTestDatabase. */
    testServerUrl: string;
    /** The migrated database that every test file's own is cloned from. */
    testTemplate: string;
  }
}

/**
 * For the whole run of the store tests: one Postgres, in a folder of its own or at TEST_DATABASE_URL, with one
 * database migrated as production migrates it. Each test file clones that, which takes a fraction of a second.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const given = process.env.TEST_DATABASE_URL;
  const folder = given === undefined ? mkdtempSync(path.join(tmpdir(), 'truecount-test-')) : undefined;
  const server = folder === undefined ? undefined : await startEmbedded(folder, { settings: throwaway });
  const url = server?.url ?? given ?? '';
  const template = `truecount_template_${process.pid}`;
  await runOn(url, `CREATE DATABASE ${template}`);
  await migrate(withDatabase(url, template));
  project.provide('testServerUrl', url);
  project.provide('testTemplate', template);
  return async () => {
    if (server === undefined) await runOn(url, `DROP DATABASE IF EXISTS ${template} WITH (FORCE)`);
    await server?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  };
}

/** What is thrown away after the run need not survive a power cut; everything else is as in production. */
const throwaway = {
  fsync: 'off',
  synchronous_commit: 'off',
  full_page_writes: 'off',
  max_connections: '300',
};

export function withDatabase(url: string, database: string): string {
  const changed = new URL(url);
  changed.pathname = `/${database}`;
  return changed.href;
}

export async function runOn(url: string, sql: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query(sql);
  } finally {
    await client.end();
  }
}
