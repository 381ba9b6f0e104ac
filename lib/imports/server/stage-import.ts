import { randomUUID } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Readable, Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream as WebStream } from 'node:stream/web';
import { parse as parseCsv } from 'csv-parse';
import type { Pool, PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { databaseErrorKind } from '@/lib/db/errors';
import { detectDelimiter, detectEncoding, detectNumbers } from '../detect';
import { suggestMapping } from '../fields';
import type { FileSettings } from '../file-settings';
import { import_cell_chars_max, import_columns_max, import_file_bytes_max, rowsMaxOf } from '../limits';
import type { ImportKind } from '../settings';
import { onlyOne } from './only-one';

const head_bytes = 256 * 1024;
const rows_batch_max = 10_000;
/** What numbers are told by, the line of the columns among them. */
const sample_records = 501;
/** Staged rows are of no use for longer; what an import did stays. */
const days_kept = 14;

export type StageImport =
  | { ok: true; id: string }
  | {
      ok: false;
      code: 'file_too_large' | 'too_many_rows' | 'not_a_table' | 'empty_file' | 'cancelled' | 'busy';
      detail: string;
    };

export interface ImportUpload {
  kind: ImportKind;
  /** Where whoever sends it wants to ask how far it is. */
  id?: string;
  fileName: string;
  /** What was chosen goes before what is detected. */
  chosen: Partial<FileSettings>;
  actor: string;
}

type Refused = Extract<StageImport, { ok: false }>;

/**
 * Takes a file in: streamed to disk (never held whole), looked at for how it is written, and staged line by line.
 * The first line names the columns. Nothing of the catalogue is touched. Rows are written a batch at a time, each by
 * itself, since a long transaction would hold up everybody who follows the log; the import counts once it is `staged`.
 */
export async function stageImport(
  pool: Pool,
  upload: ImportUpload,
  body: WebStream<Uint8Array> | null,
): Promise<StageImport> {
  if (body === null) return refused('empty_file', 'The file is empty.');
  await forgetOld(pool);
  const folder = await mkdtemp(path.join(tmpdir(), 'truecount-import-'));
  const file = path.join(folder, 'file.csv');
  try {
    const received = await receive(body, file);
    if (received === null)
      return refused(
        'file_too_large',
        `A file may have ${import_file_bytes_max / 1024 / 1024} MB at most: part it.`,
      );
    if (received.bytes === 0) return refused('empty_file', 'The file is empty.');
    const { settings, columns } = await lookAt(file, received.isUtf8, upload.chosen);
    const wrong = columnsProblem(columns);
    if (wrong !== null) return wrong;
    const id = upload.id ?? randomUUID();
    // Under a lock of the session: where the process dies, the lock goes, and what it has staged with it.
    return await onlyOne(pool, id, (client) =>
      keepRows(client, { ...upload, id, file, settings, columns, bytes: received.bytes }),
    );
  } catch (error) {
    const code = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
    if (!code.startsWith('CSV_')) throw error;
    return refused('not_a_table', `The file cannot be read as a table: ${(error as Error).message}.`);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

interface Staged extends ImportUpload {
  id: string;
  file: string;
  settings: FileSettings;
  columns: string[];
  bytes: number;
}

async function keepRows(client: PoolClient, staged: Staged): Promise<StageImport> {
  const { id, kind, fileName, bytes, settings, columns, actor } = staged;
  const { rowCount: added } = await client.query(
    `INSERT INTO import (import, kind, file_name, bytes, status, settings, columns, mapping, created_by)
     VALUES ($1, $2, $3, $4, 'staging', $5, $6, $7, $8) ON CONFLICT (import) DO NOTHING`,
    [
      id,
      kind,
      fileName,
      bytes,
      JSON.stringify(settings),
      JSON.stringify(columns),
      JSON.stringify(suggestMapping(kind, columns)),
      actor,
    ],
  );
  if (added === 0) return refused('not_a_table', 'This import is there already: begin a new one.');
  let rows: number | Refused = 0;
  try {
    rows = await stageRows(client, staged);
  } finally {
    // What was not staged whole is forgotten.
    if (rows === 0 || typeof rows !== 'number')
      await client.query('DELETE FROM import WHERE import = $1', [id]);
  }
  if (typeof rows !== 'number') return rows;
  const { rowCount } = await client.query(
    `UPDATE import SET status = 'staged', rows = $2 WHERE import = $1`,
    [id, rows],
  );
  return rowCount === 1 ? { ok: true, id } : cancelled;
}

/** Forgets what a process that died has staged; gives how many imports. */
export async function forgetBroken(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM import WHERE import IN (SELECT import FROM import WHERE status = 'staging' LIMIT 20)
     AND status = 'staging' AND pg_try_advisory_xact_lock(hashtextextended('truecount.import ' || import, 0))`,
  );
  return rowCount ?? 0;
}

function refused(code: Refused['code'], detail: string): Refused {
  return { ok: false, code, detail };
}

/** Writes the file to disk; null as soon as it is too large. Says on the way whether all of it is UTF-8. */
async function receive(
  body: WebStream<Uint8Array>,
  file: string,
): Promise<{ bytes: number; isUtf8: boolean } | null> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let bytes = 0;
  let isUtf8 = true;
  const watch = (chunk: Uint8Array | undefined) => {
    if (!isUtf8) return;
    try {
      decoder.decode(chunk, { stream: chunk !== undefined });
    } catch {
      isUtf8 = false;
    }
  };
  const watching = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      bytes += chunk.byteLength;
      watch(chunk);
      done(bytes > import_file_bytes_max ? new Error(too_large) : null, chunk);
    },
  });
  try {
    await pipeline(Readable.fromWeb(body), watching, createWriteStream(file));
  } catch (error) {
    if (error instanceof Error && error.message === too_large) return null;
    throw error;
  }
  watch(undefined);
  return { bytes, isUtf8 };
}

const too_large = 'The file is too large.';

async function lookAt(
  file: string,
  isUtf8: boolean,
  chosen: Partial<FileSettings>,
): Promise<{ settings: FileSettings; columns: string[] }> {
  const handle = await open(file);
  const buffer = Buffer.alloc(head_bytes);
  const { bytesRead } = await handle.read(buffer, 0, head_bytes, 0);
  await handle.close();
  const bytes = buffer.subarray(0, bytesRead);
  const encoding = chosen.encoding ?? detectEncoding(bytes, isUtf8);
  const head = new TextDecoder(encoding).decode(bytes);
  const delimiter = chosen.delimiter ?? detectDelimiter(head);
  const sample: string[][] = [];
  for await (const record of recordsOf(file, encoding, { delimiter, to: sample_records }))
    sample.push(record);
  const [columns = [], ...rows] = sample;
  const numbers = chosen.numbers ?? detectNumbers(rows.flat());
  return { settings: { encoding, delimiter, numbers }, columns: columns.map((name) => name.trim()) };
}

/** The lines of a file as cells, read as they are asked for. Throws with a code CSV_… where it is no table. */
async function* recordsOf(
  file: string,
  encoding: FileSettings['encoding'],
  options: { delimiter: string; from?: number; to?: number },
): AsyncGenerator<string[]> {
  const decoder = new TextDecoder(encoding);
  const decode = new Transform({
    transform(chunk: Uint8Array, _encoding, done) {
      done(null, Buffer.from(decoder.decode(chunk, { stream: true })));
    },
    flush(done) {
      done(null, Buffer.from(decoder.decode()));
    },
  });
  const source = createReadStream(file);
  const parser = parseCsv({
    ...options,
    bom: true,
    relax_column_count: true,
    relax_quotes: true,
    max_record_size: import_columns_max * import_cell_chars_max,
  });
  // Errors of the file go on to the parser, whose reader throws them.
  source.on('error', (error) => parser.destroy(error));
  decode.on('error', (error) => parser.destroy(error));
  source.pipe(decode).pipe(parser);
  try {
    yield* parser as AsyncIterable<string[]>;
  } finally {
    source.destroy();
    decode.destroy();
    parser.destroy();
  }
}

function columnsProblem(columns: readonly string[]): Refused | null {
  if (columns.length === 0 || columns.every((name) => name === ''))
    return refused('not_a_table', 'The first line names no columns.');
  if (columns.length > import_columns_max)
    return refused(
      'not_a_table',
      `The first line has ${columns.length} columns; ${import_columns_max} are the most.`,
    );
  return null;
}

/**
 * Writes the rows by COPY, a stretch at a time, and says after each how far it is. Undefined where somebody has
 * cancelled the import meanwhile.
 */
async function stageRows(
  client: PoolClient,
  { id, kind, file, settings }: Staged,
): Promise<number | Refused> {
  const rowsMax = rowsMaxOf(kind);
  let rows = 0;
  // As a spreadsheet counts: the columns stand in row 1, and empty rows count.
  let line = 1;
  const text: string[] = [];
  let staged = 0;
  const write = async (): Promise<boolean> => {
    if (text.length === 0) return true;
    const count = text.length;
    const copied = await copyText(client, text.splice(0));
    if (!copied) return false;
    staged += count;
    const { rowCount } = await client.query(
      `UPDATE import SET rows = $2 WHERE import = $1 AND status = 'staging'`,
      [id, staged],
    );
    return rowCount === 1;
  };
  for await (const record of recordsOf(file, settings.encoding, { delimiter: settings.delimiter, from: 2 })) {
    line += 1;
    if (record.every((cell) => cell.trim() === '')) continue;
    if (rows >= rowsMax)
      return refused('too_many_rows', `A file of this kind may have ${rowsMax} rows at most: part it.`);
    rows += 1;
    text.push(copyLine(id, line, record));
    if (text.length >= rows_batch_max && !(await write())) return cancelled;
  }
  if (!(await write())) return cancelled;
  return rows === 0 ? refused('empty_file', 'The file has a first line and no rows.') : rows;
}

const cancelled = refused('cancelled', 'This import was cancelled. Nothing of it was kept.');

/** False where the import is not there any more. */
async function copyText(client: PoolClient, lines: readonly string[]): Promise<boolean> {
  try {
    const target = client.query(copyFrom('COPY import_row (import, row, cells) FROM STDIN'));
    await pipeline(Readable.from([lines.join('')]), target);
    return true;
  } catch (error) {
    if (databaseErrorKind(error) === 'foreign_key') return false;
    throw error;
  }
}

/** A line of COPY's text format, its cells as an array. */
function copyLine(id: string, row: number, record: readonly string[]): string {
  const cells = record
    .slice(0, import_columns_max)
    .map((cell) => {
      const kept = cell.replaceAll('\u0000', '').slice(0, import_cell_chars_max);
      return `"${kept.replace(/[\\"]/g, '\\$&')}"`;
    })
    .join(',');
  const escaped = `{${cells}}`.replace(/[\\\n\r\t]/g, (char) => copyEscapes[char] ?? char);
  return `${id}\t${row}\t${escaped}\n`;
}

const copyEscapes: Record<string, string> = { '\\': '\\\\', '\n': '\\n', '\r': '\\r', '\t': '\\t' };

async function forgetOld(pool: Pool): Promise<void> {
  await pool.query(
    `DELETE FROM import_row WHERE import IN
       (SELECT import FROM import WHERE created_at < now() - $1::integer * interval '1 day' LIMIT 20)`,
    [days_kept],
  );
}
