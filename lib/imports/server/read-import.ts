import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { Mapping } from '../fields';
import type { FileSettings } from '../file-settings';
import type { ImportOutcome, ImportRowItem, ImportStatus, ImportView, Verdict } from '../import-view';
import type { RowFinding } from '../read-row';
import type { ImportKind } from '../settings';

interface ImportRecord {
  import: string;
  kind: ImportKind;
  file_name: string;
  bytes: string;
  status: ImportStatus;
  settings: FileSettings;
  columns: string[];
  mapping: Mapping;
  rows: number;
  outcome: ImportOutcome | null;
  created_by: string;
  created_at: Date;
  committed_at: Date | null;
}

const sample_rows = 5;

/** An import as it stands; null where there is none. */
export async function readImport(db: Pool | ClientBase, id: string): Promise<ImportView | null> {
  const { rows } = await db.query<ImportRecord>('SELECT * FROM import WHERE import = $1', [id]);
  const [found] = rows;
  if (found === undefined) return null;
  const sample = await db.query<{ row: number; cells: string[] }>(
    'SELECT row, cells FROM import_row WHERE import = $1 ORDER BY row LIMIT $2',
    [id, sample_rows],
  );
  return viewOf(found, sample.rows);
}

/** Imports, the newest first. Throws `invalid_cursor`. */
export async function listImports(
  db: Pool | ClientBase,
  query: {
    kind?: ImportKind | undefined;
    status?: ImportStatus | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  },
): Promise<Page<ImportView & { by: string }>> {
  const limit = pageLimit(query.limit);
  const [beforeMs, before] =
    query.cursor === undefined ? [null, null] : decodeCursor(query.cursor, ['number', 'string']);
  const { rows } = await db.query<ImportRecord & { by: string }>(
    `SELECT i.*, coalesce(u.name, i.created_by) AS by FROM import i LEFT JOIN "user" u ON 'user:' || u.id = i.created_by
     WHERE ($1::text IS NULL OR i.kind = $1) AND ($2::text IS NULL OR i.status = $2)
       AND ($3::timestamptz IS NULL OR (i.created_at, i.import) < ($3, $4))
     ORDER BY i.created_at DESC, i.import DESC LIMIT $5`,
    [
      query.kind ?? null,
      query.status ?? null,
      beforeMs === null ? null : new Date(beforeMs),
      before,
      limit + 1,
    ],
  );
  return pageOf(
    rows,
    limit,
    (row) => ({ ...viewOf(row, []), by: row.by }),
    (row) => [row.created_at.getTime(), row.import],
  );
}

function viewOf(found: ImportRecord, sample: ImportView['sample']): ImportView {
  return {
    id: found.import,
    kind: found.kind,
    fileName: found.file_name,
    bytes: Number(found.bytes),
    status: found.status,
    settings: found.settings,
    columns: found.columns,
    mapping: found.mapping,
    rows: found.rows,
    counts: found.outcome?.counts ?? null,
    written: found.outcome?.written ?? null,
    refusedLater: found.outcome?.refusedLater ?? 0,
    reversed: found.outcome?.reversed ?? 0,
    notReversed: found.outcome?.notReversed ?? 0,
    writable: (found.outcome?.counts.new ?? 0) + (found.outcome?.counts.changed ?? 0),
    createdBy: found.created_by,
    createdAt: found.created_at.toISOString(),
    committedAt: found.committed_at === null ? null : found.committed_at.toISOString(),
    sample,
  };
}

/** Rows of an import by their number, a page at a time. Throws `invalid_cursor`. */
export async function listImportRows(
  db: Pool | ClientBase,
  query: {
    import: string;
    verdict?: Verdict | undefined;
    cursor?: string | undefined;
    limit?: number | undefined;
  },
): Promise<Page<ImportRowItem>> {
  const limit = pageLimit(query.limit);
  const [after] = query.cursor === undefined ? [0] : decodeCursor(query.cursor, ['number']);
  const { rows } = await db.query<Omit<ImportRowItem, 'findings'> & { findings: RowFinding[] | null }>(
    `SELECT row, cells, coalesce(verdict, 'new') AS verdict, findings FROM import_row
     WHERE import = $1 AND ($2::text IS NULL OR coalesce(verdict, 'new') = $2) AND row > $3
     ORDER BY row LIMIT $4`,
    [query.import, query.verdict ?? null, after, limit + 1],
  );
  return pageOf(
    rows,
    limit,
    (row) => ({ ...row, findings: row.findings ?? [] }),
    (row) => [row.row],
  );
}
