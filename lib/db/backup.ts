import { createHash } from 'node:crypto';
import { createWriteStream, renameSync, rmSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import {
  type BackupEnd,
  type BackupHead,
  type BackupSummary,
  backup_format_version,
  type TableEnd,
} from './archive/format';
import { columnList, listMigrations, listTables } from './archive/tables';

/**
 * Writes every table as it stands at one moment into `file` (mode 0600: it holds password hashes and sealed
 * credentials), while everything else goes on. The file appears under its name only when it is whole. The secret
 * key is not in it: keep that one apart, or sealed credentials and the proof's root stay closed after a restore.
 */
export async function backUp(client: pg.ClientBase, file: string): Promise<BackupSummary> {
  const summary: BackupSummary = { tables: [], migrations: [], createdAt: new Date().toISOString() };
  const part = `${file}.part`;
  await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
  try {
    await client.query('SET LOCAL statement_timeout = 0; SET LOCAL idle_in_transaction_session_timeout = 0');
    await pipeline(
      Readable.from(frames(client, summary), { objectMode: false }),
      createGzip({ level: 6 }),
      createWriteStream(part, { mode: 0o600, flags: 'w' }),
    );
    await client.query('COMMIT');
    renameSync(part, file);
    return summary;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined);
    rmSync(part, { force: true });
    throw error;
  }
}

async function* frames(client: pg.ClientBase, summary: BackupSummary): AsyncGenerator<Buffer> {
  summary.migrations = await listMigrations(client);
  const { createdAt, migrations } = summary;
  yield line({ truecountBackup: backup_format_version, createdAt, migrations } satisfies BackupHead);
  for (const head of await listTables(client)) {
    yield line(head);
    const hash = createHash('sha256');
    const table = client.escapeIdentifier(head.table);
    const copy = client.query(
      copyTo(`COPY (SELECT ${columnList(client, head.columns)} FROM ${table}) TO STDOUT`),
    );
    for await (const chunk of copy as AsyncIterable<Buffer>) {
      hash.update(chunk);
      yield Buffer.from(`${chunk.length}\n`);
      yield chunk;
    }
    const end: TableEnd = { rows: copy.rowCount, sha256: hash.digest('hex') };
    yield Buffer.from('0\n');
    yield line(end);
    summary.tables.push({ table: head.table, ...end });
  }
  const sequences = await client.query<{ name: string; value: string | null }>(
    `SELECT sequencename AS name, last_value::text AS value FROM pg_sequences WHERE schemaname = 'public' ORDER BY 1`,
  );
  yield line({ sequences: sequences.rows, tables: summary.tables.length } satisfies BackupEnd);
}

function line(value: object): Buffer {
  return Buffer.from(`${JSON.stringify(value)}\n`);
}
