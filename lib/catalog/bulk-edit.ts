import { z } from 'zod';
import { moneySchema } from '@/lib/shared/money-schema';
import { quantityOrZeroSchema } from '@/lib/shared/quantity';
import { codeSchema } from '@/lib/shared/text';
import { listingEntryOf, skuEntryOf } from './entries';
import { listingFiltersSchema, skuFiltersSchema } from './filters';
import type { FittingList } from './plan-fitting';
import { type CatalogInput, catalogSchema, pack_units_max, safetyStockAmountSchema } from './schema';
import { type CatalogState, type ListingRow, listingKey, scopeKey } from './state';

export const bulk_rows_max = 20_000;

const skuSelection = z.discriminatedUnion('by', [
  z.strictObject({ by: z.literal('keys'), skus: z.array(codeSchema).min(1).max(bulk_rows_max) }),
  z.strictObject({ by: z.literal('query'), query: skuFiltersSchema }),
]);

const listingSelection = z.discriminatedUnion('by', [
  z.strictObject({
    by: z.literal('keys'),
    listings: z
      .array(z.strictObject({ sku: codeSchema, channel: codeSchema, location: codeSchema.optional() }))
      .min(1)
      .max(bulk_rows_max),
  }),
  z.strictObject({ by: z.literal('query'), query: listingFiltersSchema }),
]);

const some = (change: object) => Object.values(change).some((value) => value !== undefined);
const nothing = 'must change something';

/** One change to many rows: those named, or all that a list's filters show. */
export const bulkEditSchema = z.discriminatedUnion('of', [
  z.strictObject({
    of: z.literal('skus'),
    selection: skuSelection,
    change: z
      .strictObject({
        category: codeSchema.nullable().optional(),
        price: moneySchema.nullable().optional(),
        caseQuantity: z.int().min(1).max(pack_units_max).nullable().optional(),
      })
      .refine(some, nothing),
  }),
  z.strictObject({
    of: z.literal('safety_stock'),
    selection: skuSelection,
    /** Null: at every node. */
    node: codeSchema.nullable(),
    amount: safetyStockAmountSchema,
  }),
  z.strictObject({
    of: z.literal('listings'),
    selection: listingSelection,
    change: z
      .strictObject({
        price: moneySchema.nullable().optional(),
        threshold: quantityOrZeroSchema.nullable().optional(),
        buffer: quantityOrZeroSchema.optional(),
        floor: quantityOrZeroSchema.nullable().optional(),
        cap: quantityOrZeroSchema.nullable().optional(),
      })
      .refine(some, nothing),
  }),
]);
export type BulkEdit = z.output<typeof bulkEditSchema>;

/** What a row is named by: its SKU, and for a listing its channel and location ('' = none). */
export interface BulkKey {
  sku: string;
  channel?: string;
  location?: string;
}

export function keyText(key: BulkKey): string {
  return listingKey({ sku: key.sku, channel: key.channel ?? '', location: key.location ?? '' });
}

export interface BulkRefused {
  key: BulkKey;
  code: string;
  detail: string;
}

export interface BulkPreview {
  /** What applying asks for: it names this change on these rows as they are now. */
  token: string;
  rows: number;
  changed: number;
  unchanged: number;
  refused: number;
  /** Selected, and not there (any more). */
  missing: number;
  /** The first that would change. */
  sample: { key: BulkKey; before: Record<string, unknown>; after: Record<string, unknown> }[];
  refusals: BulkRefused[];
}

export interface BulkReport {
  changed: number;
  unchanged: number;
  refused: number;
  /** Row by row, at most `bulk_report_rows_max`. */
  rows: { key: BulkKey; outcome: 'changed' | 'unchanged' | 'refused'; detail?: string }[];
}

/** The rows before, with the entry that would be put for each; `list` is where those entries stand. */
export interface BulkRows {
  list: FittingList;
  input: CatalogInput;
  keys: BulkKey[];
  /** By row: the fields that the edit is about, as they are. */
  before: Record<string, unknown>[];
  after: Record<string, unknown>[];
}

/** The entries of PUT /catalog that make the change, row by row of what is there. */
export function bulkRowsOf(edit: BulkEdit, state: CatalogState, keys: readonly BulkKey[]): BulkRows {
  const empty = catalogSchema.parse({});
  if (edit.of === 'listings') {
    const rows = keys.flatMap((key) => {
      const row = state.listings.get(keyText(key));
      const sku = state.skus.get(key.sku);
      return row === undefined || sku === undefined ? [] : [{ row, sku }];
    });
    return {
      list: 'listings',
      input: { ...empty, listings: rows.map(({ row }) => listingPut(row, edit.change)) },
      keys: rows.map(({ row: { sku, channel, location } }) => ({ sku, channel, location })),
      before: rows.map(({ row, sku }) => picked(listingEntryOf(row, sku.currency), edit.change)),
      after: rows.map(() => defined(edit.change)),
    };
  }
  const rows = keys.flatMap((key) => state.skus.get(key.sku) ?? []);
  const named = rows.map(({ sku }) => ({ sku }));
  if (edit.of === 'skus')
    return {
      list: 'skus',
      input: {
        ...empty,
        skus: rows.map((row) => ({ sku: row.sku, name: row.name, ...defined(edit.change) })),
      },
      keys: named,
      before: rows.map((row) => picked(skuEntryOf(row), edit.change)),
      after: rows.map(() => defined(edit.change)),
    };
  const node = edit.node ?? undefined;
  return {
    list: 'safetyStock',
    input: {
      ...empty,
      safetyStock: rows.map(({ sku }) => ({ sku, ...(node === undefined ? {} : { node }), ...edit.amount })),
    },
    keys: named,
    before: rows.map((row) => {
      const policy = state.safetyStock.get(scopeKey({ sku: row.sku, node: edit.node ?? '' }));
      return {
        units: policy?.units ?? null,
        days: policy?.days ?? null,
        serviceLevel: policy?.serviceLevel ?? null,
      };
    }),
    after: rows.map(() => ({
      units: edit.amount.units ?? null,
      days: edit.amount.days ?? null,
      serviceLevel: edit.amount.serviceLevel ?? null,
    })),
  };
}

function listingPut(row: ListingRow, change: object): CatalogInput['listings'][number] {
  return {
    channel: row.channel,
    sku: row.sku,
    ...(row.location === '' ? {} : { location: row.location }),
    externalId: row.externalId,
    ...defined(change),
  };
}

function defined<Value extends object>(
  value: Value,
): { [Key in keyof Value]: Exclude<Value[Key], undefined> } {
  return Object.fromEntries(Object.entries(value).filter(([, inner]) => inner !== undefined)) as {
    [Key in keyof Value]: Exclude<Value[Key], undefined>;
  };
}

function picked(row: object, change: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.keys(defined(change)).map((field) => [field, Reflect.get(row, field) ?? null]),
  );
}
