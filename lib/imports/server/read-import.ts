import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import type { Mapping } from '../fields';
import type { ImportCounts, ImportRowItem, ImportStatus, ImportView, Verdict } from '../import-view';
import type { RowFinding } from '../read-row';
import type { FileSettings, ImportKind } from '../settings';

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
  outcome: { counts: ImportCounts; written?: number } | null;
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
    createdBy: found.created_by,
    createdAt: found.created_at.toISOString(),
    committedAt: found.committed_at === null ? null : found.committed_at.toISOString(),
    sample: sample.rows,
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
    `SELECT row, cells, verdict, findings FROM import_row
     WHERE import = $1 AND verdict IS NOT NULL AND ($2::text IS NULL OR verdict = $2) AND row > $3
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
