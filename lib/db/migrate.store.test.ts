import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { migrate } from './migrate';
import { runMigrations } from './migrate-in-processes';
import { pendingMigrations } from './pending-migrations';
import { createTestDatabase } from './test-database';
import { runOn } from './test-server';

const database = await createTestDatabase();
const root = mkdtempSync(path.join(tmpdir(), 'truecount-migrate-'));
const folders = {
  schemaDir: path.join(root, 'prisma'),
  migrationsDir: path.join(root, 'prisma', 'migrations'),
};

afterAll(async () => {
  await database.drop();
  rmSync(root, { recursive: true, force: true });
});

async function startAfresh(migrations: Record<string, string>): Promise<void> {
  await runOn(database.url, 'DROP SCHEMA public CASCADE; CREATE SCHEMA public');
  rmSync(root, { recursive: true, force: true });
  for (const [name, sql] of Object.entries(migrations)) addMigration(name, sql);
  writeFileSync(
    path.join(folders.schemaDir, 'schema.prisma'),
    'datasource db {\n  provider = "postgresql"\n}\n',
  );
}

function addMigration(name: string, sql: string): void {
  mkdirSync(path.join(folders.migrationsDir, name), { recursive: true });
  writeFileSync(path.join(folders.migrationsDir, name, 'migration.sql'), sql);
}

const handWritten = `
  CREATE TABLE fact (id int PRIMARY KEY CHECK (id > 0), day date NOT NULL DEFAULT '2026-01-01');
  CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
  BEGIN
    RAISE EXCEPTION 'facts are only added; not changed' USING ERRCODE = 'TC001';
  END;
  $$;
  CREATE TRIGGER fact_append_only BEFORE UPDATE OR DELETE ON fact FOR EACH ROW EXECUTE FUNCTION refuse_change();
  CREATE TABLE log (at date NOT NULL) PARTITION BY RANGE (at);
  CREATE TABLE log_default PARTITION OF log DEFAULT;
`;

test('this project’s own migrations leave nothing pending', async () => {
  expect(await pendingMigrations(database.pool)).toEqual([]);
});

test('applies functions, triggers and partitions, books them, and does nothing the second time', async () => {
  await startAfresh({ '20260101000000_facts': handWritten });
  expect(await pendingMigrations(database.pool, folders)).toEqual(['20260101000000_facts']);
  expect(await migrate(database.url, folders)).toEqual(['20260101000000_facts']);
  expect(await migrate(database.url, folders)).toEqual([]);
  await database.pool.query('INSERT INTO fact VALUES (1)');
  await expect(database.pool.query('UPDATE fact SET id = 2')).rejects.toMatchObject({ code: 'TC001' });
});

test('of three processes at once exactly one applies each migration', async () => {
  await startAfresh({
    '20260101000000_facts': handWritten,
    '20260102000000_more': 'CREATE TABLE more (a int)',
  });
  const applied = await runMigrations(database.url, root, 3);
  expect(applied.flat().sort()).toEqual(['20260101000000_facts', '20260102000000_more']);
});

test('a migration that fails is undone whole, named, and holds back the next ones', async () => {
  await startAfresh({ '20260101000000_bad': 'CREATE TABLE half (a int); SELECT no_such_function();' });
  await expect(migrate(database.url, folders)).rejects.toThrow('no_such_function');
  const half = await database.pool.query(`SELECT to_regclass('half') AS name`);
  expect(half.rows[0]).toEqual({ name: null });
  await expect(migrate(database.url, folders)).rejects.toThrow('20260101000000_bad');
});
