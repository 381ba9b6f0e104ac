import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify';
import type { Pool } from 'pg';
import { guardCell } from '../guard-cell';
import { listImportRows, readImport } from './read-import';

/**
 * The refused rows as a CSV: as they stood, after their row number and the reasons, guarded against formulas, so that
 * they can be mended and brought in again. Null where there is no such import. Read a page at a time.
 */
export async function errorFile(
  pool: Pool,
  id: string,
): Promise<{ fileName: string; stream: ReadableStream<Uint8Array> } | null> {
  const found = await readImport(pool, id);
  if (found === null) return null;
  const { columns, settings } = found;
  const csv = stringify({ delimiter: settings.delimiter, bom: true });
  const lines = Readable.from(refusedLines(pool, id, columns));
  lines.on('error', (error) => csv.destroy(error));
  lines.pipe(csv);
  return {
    fileName: `${found.fileName.replace(/\.[^.]*$/, '')}-errors.csv`,
    stream: Readable.toWeb(csv) as ReadableStream<Uint8Array>,
  };
}

async function* refusedLines(pool: Pool, id: string, columns: readonly string[]): AsyncGenerator<string[]> {
  yield ['Row', 'Reason', ...columns.map(guardCell)];
  let cursor: string | undefined;
  do {
    const page = await listImportRows(pool, { import: id, verdict: 'refused', cursor, limit: 1000 });
    for (const { row, cells, findings } of page.items)
      yield [
        String(row),
        guardCell(
          findings
            .map(({ column, value, reason }) =>
              column === null ? reason : `${column}${value === '' ? '' : ` "${value}"`} ${reason}`,
            )
            .join('; '),
        ),
        ...columns.map((_, index) => guardCell(cells[index] ?? '')),
      ];
    cursor = page.next;
  } while (cursor !== undefined);
}
