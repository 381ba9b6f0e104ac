import { type ImportKind, isPosted } from './settings';

export const import_file_bytes_max = 128 * 1024 * 1024;
/** What is written in one transaction. */
export const import_rows_max = 200_000;
/** What is posted a stretch at a time. */
export const posted_rows_max = 1_000_000;
/** Of documents, whose lines are gathered first. */
export const document_rows_max = 50_000;

export function rowsMaxOf(kind: ImportKind): number {
  if (!isPosted(kind)) return import_rows_max;
  return kind === 'opening_stock' || kind === 'snapshots' ? posted_rows_max : document_rows_max;
}

export const import_columns_max = 100;
export const import_cell_chars_max = 4_000;
