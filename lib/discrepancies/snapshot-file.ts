import { parse } from 'csv-parse/sync';
import { detectDelimiter, detectNumbers, parseNumber } from '@/lib/imports/detect';

export const snapshot_file_bytes_max = 5_000_000;
export const snapshot_rows_max = 20_000;
export const row_problems_shown_max = 50;

export interface SnapshotRow {
  /** Of the file, the heading being 1. */
  row: number;
  sku: string;
  onHand: number;
}

export type SnapshotFile =
  | { ok: true; rows: SnapshotRow[] }
  | { ok: false; detail: string; problems: { row: number; column: string; value: string; reason: string }[] };

const skuHeads = ['sku', 'item', 'item code', 'product code', 'code', 'article'];
const unitHeads = ['on hand', 'onhand', 'quantity', 'qty', 'units', 'stock', 'count', 'balance'];
const bare = (head: string) =>
  head
    .trim()
    .toLowerCase()
    .replaceAll(/[_\s-]+/g, ' ');

/**
 * What a node reports of its stock, as a file: a column with the SKU and one with the units on hand. All rows or none:
 * the first problems are named by row, column and value. `2,40,000` in Indian grouping is 240000.
 */
export function readSnapshotFile(text: string): SnapshotFile {
  let table: string[][];
  try {
    table = parse(text, {
      delimiter: detectDelimiter(text.slice(0, 20_000)),
      bom: true,
      relax_column_count: true,
      skip_empty_lines: true,
      to: snapshot_rows_max + 2,
    });
  } catch (error) {
    return refused(`This is no CSV file: ${error instanceof Error ? error.message : 'it cannot be read'}.`);
  }
  const [heads = [], ...lines] = table;
  const skuAt = heads.findIndex((head) => skuHeads.includes(bare(head)));
  const unitsAt = heads.findIndex((head) => unitHeads.includes(bare(head)));
  if (skuAt < 0 || unitsAt < 0)
    return refused(
      `The first row must name the columns: one “sku” and one “on hand”. It says: ${heads.slice(0, 8).join(', ')}.`,
    );
  if (lines.length > snapshot_rows_max)
    return refused(`More than ${snapshot_rows_max} rows: send the file in parts, each with its heading.`);
  if (lines.length === 0) return refused('The file has no rows below its heading.');
  const numbers = detectNumbers(lines.map((line) => line[unitsAt] ?? ''));
  const rows: SnapshotRow[] = [];
  const problems: { row: number; column: string; value: string; reason: string }[] = [];
  const firstOf = new Map<string, number>();
  for (const [index, line] of lines.entries()) {
    const row = index + 2;
    const sku = (line[skuAt] ?? '').trim();
    const cell = line[unitsAt] ?? '';
    const units = parseNumber(cell, numbers);
    const before = firstOf.get(sku);
    const problem = (column: string, value: string, reason: string) =>
      problems.push({ row, column, value, reason });
    if (sku === '') problem('sku', '', 'is empty');
    else if (before !== undefined) problem('sku', sku, `stands in row ${before} already`);
    else if (cell.trim() === '') problem('on hand', '', 'is blank: blank is not 0');
    else if (units === null || !Number.isInteger(units) || units > 1_000_000_000)
      problem('on hand', cell, 'is not a whole number of units, 0 or more');
    else rows.push({ row, sku, onHand: units });
    if (sku !== '') firstOf.set(sku, before ?? row);
  }
  if (problems.length === 0) return { ok: true, rows };
  const more = problems.length === 1 ? '1 row has a problem' : `${problems.length} rows have problems`;
  return {
    ok: false,
    detail: `${more}, so nothing was recorded. Mend the file and send it again.`,
    problems: problems.slice(0, row_problems_shown_max),
  };
}

const refused = (detail: string): SnapshotFile => ({ ok: false, detail, problems: [] });
