import type { z } from 'zod';
import { problemErrors } from '@/lib/api/issues';
import { type CatalogInput, listingEntry, safetyStockEntry, skuEntry } from '@/lib/catalog/schema';
import { externalKey, listingKey, scopeKey } from '@/lib/catalog/state';
import { parseNumber } from './detect';
import { type ImportField, importFields, type Mapping } from './fields';
import { parseInstant } from './parse-instant';
import { type PostedEntry, postedEntries } from './posted-entries';
import { type CatalogueKind, type ImportKind, isPosted, type NumberFormat } from './settings';

/** What is wrong with a row: where, what stands there, and why that will not do. */
export interface RowFinding {
  /** The header of its column; null where no one column is to blame. */
  column: string | null;
  value: string;
  code: string;
  reason: string;
}

export type Entry =
  | CatalogInput['skus'][number]
  | CatalogInput['listings'][number]
  | CatalogInput['safetyStock'][number]
  | PostedEntry;

export type ReadRow = { ok: true; entry: Entry; claims: string[] } | { ok: false; findings: RowFinding[] };

export const schemaOfKind = {
  skus: skuEntry,
  listings: listingEntry,
  safety_stock: safetyStockEntry,
  ...postedEntries,
} as const satisfies Record<ImportKind, z.ZodType>;

export const listOfImport = {
  skus: 'skus',
  listings: 'listings',
  safety_stock: 'safetyStock',
} as const satisfies Record<CatalogueKind, keyof CatalogInput>;

/** Reads one line of a file as an entry of PUT /catalog. An empty cell leaves what is there. */
export function readRow(
  kind: ImportKind,
  cells: readonly string[],
  columns: readonly string[],
  mapping: Mapping,
  numbers: NumberFormat,
): ReadRow {
  const findings: RowFinding[] = [];
  const raw: Record<string, unknown> = {};
  const cellOf = (name: string) => (cells[mapping[name] ?? -1] ?? '').trim();
  const columnOf = (name: string) => columns[mapping[name] ?? -1] ?? null;
  for (const field of importFields[kind]) {
    if (!(field.name in mapping)) continue;
    const cell = cellOf(field.name);
    if (cell === '') continue;
    const value = readCell(field, cell, numbers);
    if (value === null)
      findings.push({
        column: columnOf(field.name),
        value: cell,
        code: field.type === 'instant' ? 'not_a_time' : 'not_a_number',
        reason:
          field.type === 'instant'
            ? 'is no time: write 2026-03-01 15:30 or 01/03/2026 15:30'
            : `is no number: write ${numbers === 'point' ? '1,23,456.50 or 123456.50' : '123.456,50 or 123456,50'}`,
      });
    else raw[field.name] = value;
  }
  if (findings.length > 0) return { ok: false, findings };
  const parsed = schemaOfKind[kind].safeParse(raw, { reportInput: true });
  if (!parsed.success)
    return {
      ok: false,
      findings: problemErrors(parsed.error.issues, (path) => String(path[0] ?? '')).map(
        ({ pointer, detail }) => ({
          column: pointer === '' ? null : (columnOf(pointer) ?? labelOf(kind, pointer)),
          value: pointer === '' ? '' : cellOf(pointer),
          code: 'invalid',
          reason: detail,
        }),
      ),
    };
  return { ok: true, entry: parsed.data, claims: claimsOf(kind, parsed.data) };
}

function readCell(field: ImportField, cell: string, numbers: NumberFormat): unknown {
  switch (field.type) {
    case 'text':
      return cell;
    case 'instant':
      return parseInstant(cell);
    case 'codes':
      return cell.split(/[\s;|,]+/).filter((code) => code !== '');
    case 'percent': {
      const percent = cell.endsWith('%');
      const value = parseNumber(percent ? cell.slice(0, -1) : cell, numbers);
      return value === null ? null : percent ? value / 100 : value;
    }
    default:
      return parseNumber(cell, numbers);
  }
}

function labelOf(kind: ImportKind, name: string): string {
  return importFields[kind].find((field) => field.name === name)?.label ?? name;
}

/** What a row takes for itself: no other row of the file may have it. The kind of thing stands first, to be named by. */
function claimsOf(kind: ImportKind, given: Entry): string[] {
  // What is posted is told apart by the database: a million claims are not written down.
  if (isPosted(kind)) return [];
  const entry = given as Exclude<Entry, PostedEntry>;
  if (kind === 'skus' && 'name' in entry)
    return [
      `The SKU ${entry.sku}`,
      ...[...new Set(entry.barcodes ?? [])].map((code) => `The barcode ${code}`),
    ];
  if (kind === 'listings' && 'channel' in entry) {
    const location = entry.location ?? '';
    return [
      `The listing of ${plain(listingKey({ sku: entry.sku, channel: entry.channel, location }))}`,
      `The listing id ${plain(externalKey({ channel: entry.channel, externalId: entry.externalId ?? entry.sku, location }))}`,
    ];
  }
  const { sku = '', node = '', category = '' } = entry as CatalogInput['safetyStock'][number];
  return [`The policy of ${plain(scopeKey({ sku, node, category })) || 'everything'}`];
}

/** No code holds a line feed, and none begins or ends with a space: what is joined so stays apart. */
function plain(key: string): string {
  return key.replace(/\n+$/, '').replaceAll('\n', '  ');
}
