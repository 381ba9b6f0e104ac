import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGunzip } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import {
  type BackupEnd,
  type BackupHead,
  type BackupSummary,
  backup_format_version,
  type TableEnd,
  type TableHead,
} from './archive/format';
import { ArchiveReader } from './archive/reader';
import { columnList, listMigrations, listTables } from './archive/tables';

/**
 * Fills an empty database with a backup, in one transaction: either all of it is there and every table's hash is
 * the one that was written, or nothing changed. The database must have exactly the backup's migrations, hold no
 * SKU and no person, and the role must be allowed to put triggers aside (a superuser): append-only tables refuse
 * nothing here, for what comes in is what they once accepted.
 */
export async function restore(client: pg.ClientBase, file: string): Promise<BackupSummary> {
  const source = createReadStream(file);
  const reader = new ArchiveReader(source.pipe(createGunzip()) as AsyncIterable<Buffer>);
  source.once('error', () => undefined);
  const head = await reader.json<BackupHead>();
  if (head.truecountBackup !== backup_format_version)
    throw new Error(`${file} is no Truecount backup of this format.`);
  await client.query('BEGIN');
  try {
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    await refuseUnlessFit(client, head);
    await client.query(`SET LOCAL session_replication_role = 'replica'`);
    const tables = await listTables(client);
    const known = new Map(tables.map((table) => [table.table, table]));
    await client.query(`TRUNCATE ${columnList(client, [...known.keys()])}`);
    const summary: BackupSummary = { tables: [], migrations: head.migrations, createdAt: head.createdAt };
    for (;;) {
      const next = await reader.json<TableHead | BackupEnd>();
      if ('sequences' in next) {
        await finish(client, next, summary, known.size);
        await client.query('COMMIT');
        return summary;
      }
      if (!known.has(next.table))
        throw new Error(`The backup has a table this database lacks: ${next.table}.`);
      summary.tables.push(await fill(client, next, reader));
    }
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    throw error;
  } finally {
    source.destroy();
  }
}

async function refuseUnlessFit(client: pg.ClientBase, head: BackupHead): Promise<void> {
  const here = await listMigrations(client);
  if (JSON.stringify(here) !== JSON.stringify(head.migrations)) {
    const lacks = head.migrations.filter((name) => !here.includes(name));
    const more = here.filter((name) => !head.migrations.includes(name));
    throw new Error(
      'Backup and database are of different versions: restore with the version that wrote the backup, then upgrade.' +
        `${lacks.length > 0 ? ` Missing here: ${lacks.join(', ')}.` : ''}${more.length > 0 ? ` Newer here: ${more.join(', ')}.` : ''}`,
    );
  }
  const { rows } = await client.query<{ used: boolean }>(
    `SELECT EXISTS (SELECT FROM sku) OR EXISTS (SELECT FROM "user") AS used`,
  );
  if (rows[0]?.used !== false) {
    throw new Error(
      'This database is in use. Restore into an empty one: another TRUECOUNT_DATA_DIR, or a new database.',
    );
  }
}

async function fill(client: pg.ClientBase, head: TableHead, reader: ArchiveReader) {
  const table = client.escapeIdentifier(head.table);
  const copy = client.query(copyFrom(`COPY ${table} (${columnList(client, head.columns)}) FROM STDIN`));
  const hash = createHash('sha256');
  await pipeline(Readable.from(hashed(reader, hash), { objectMode: false }), copy);
  const end = await reader.json<TableEnd>();
  if (hash.digest('hex') !== end.sha256 || copy.rowCount !== end.rows) {
    throw new Error(`The backup is damaged in table ${head.table}; nothing was restored.`);
  }
  return { table: head.table, ...end };
}

async function* hashed(reader: ArchiveReader, hash: ReturnType<typeof createHash>): AsyncGenerator<Buffer> {
  for await (const chunk of reader.chunks()) {
    hash.update(chunk);
    yield chunk;
  }
}

async function finish(client: pg.ClientBase, end: BackupEnd, summary: BackupSummary, tableCount: number) {
  if (end.tables !== summary.tables.length || end.tables !== tableCount) {
    throw new Error('The backup does not hold every table; nothing was restored.');
  }
  for (const { name, value } of end.sequences) {
    if (value === null) continue;
    await client.query('SELECT setval(to_regclass($1), $2::bigint, true)', [
      client.escapeIdentifier(name),
      value,
    ]);
  }
}
