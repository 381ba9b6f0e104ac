import { z } from 'zod';
import { toMajor } from '@/lib/shared/money';
import { channelEntry, listingEntry, nodeEntry, replenishmentEntry, skuEntry } from './schema';
import type { ChannelRow, ListingRow, NodeRow, ReplenishmentRow, SkuRow } from './state';
import { sameValue } from './tally';

/** The row's version that an edit was made on; null: it shall be new. */
const seen = z.int().positive().nullable();

/** One thing of the catalogue to be saved, by the same schema as PUT /catalog has for it. */
export const saveEntrySchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('sku'), seen, entry: skuEntry }),
  z.strictObject({ kind: z.literal('node'), seen, entry: nodeEntry }),
  z.strictObject({ kind: z.literal('channel'), seen, entry: channelEntry }),
  z.strictObject({ kind: z.literal('listing'), seen, entry: listingEntry }),
  z.strictObject({ kind: z.literal('replenishment'), seen, entry: replenishmentEntry }),
]);
export type SaveEntry = z.output<typeof saveEntrySchema>;
export type EntryKind = SaveEntry['kind'];

export const listOfKind = {
  sku: 'skus',
  node: 'nodes',
  channel: 'channels',
  listing: 'listings',
  replenishment: 'replenishment',
} as const satisfies Record<EntryKind, string>;

/** A field that another person changed to something else than what was sent. */
export interface FieldConflict {
  field: string;
  theirs: unknown;
  yours: unknown;
}

/**
 * The fields in which what is stored differs from what was sent; what was not sent is no conflict. Configurations are
 * compared by the keys that were sent, secrets left out: they are not in `stored`.
 */
export function conflictsOf(
  stored: Readonly<Record<string, unknown>>,
  sent: Readonly<Record<string, unknown>>,
): FieldConflict[] {
  const conflicts: FieldConflict[] = [];
  for (const [field, yours] of Object.entries(sent)) {
    if (yours === undefined) continue;
    if (field === 'config') {
      const config = plainObject(stored.config);
      for (const [name, value] of Object.entries(plainObject(yours)))
        if (name in config && !sameValue(config[name], value))
          conflicts.push({ field: `config.${name}`, theirs: config[name] ?? null, yours: value });
    } else if (!sameValue(stored[field] ?? null, yours ?? null))
      conflicts.push({ field, theirs: stored[field] ?? null, yours });
  }
  return conflicts;
}

export interface FieldChange {
  field: string;
  before: unknown;
  after: unknown;
}

/** What an edit changed, by field, for the trail; of a configuration only the names. */
export function changesOf(
  before: Readonly<Record<string, unknown>>,
  after: Readonly<Record<string, unknown>>,
): FieldChange[] {
  return Object.keys({ ...before, ...after })
    .filter((field) => !sameValue(before[field] ?? null, after[field] ?? null))
    .map((field) =>
      field === 'config'
        ? {
            field,
            before: Object.keys(plainObject(before.config)).sort(),
            after: Object.keys(plainObject(after.config)).sort(),
          }
        : { field, before: before[field] ?? null, after: after[field] ?? null },
    );
}

/** Rows as entries of PUT /catalog: money in major units, scopes of '' left out. */
export function skuEntryOf(row: SkuRow) {
  return {
    sku: row.sku,
    name: row.name,
    category: row.category,
    unitCost: majorOrNull(row.unitCostMinor, row.currency),
    price: majorOrNull(row.priceMinor, row.currency),
    currency: row.currency,
    barcodes: row.barcodes,
    caseQuantity: row.caseQuantity,
  };
}

export function nodeEntryOf(row: NodeRow) {
  return { ...row };
}

/** `config` as it may be shown. */
export function channelEntryOf(row: ChannelRow, config: Record<string, unknown>) {
  return { ...row, config };
}

export function listingEntryOf(row: ListingRow, currency: string) {
  const { priceMinor, location, ...rest } = row;
  return {
    ...rest,
    ...(location === '' ? {} : { location }),
    price: majorOrNull(priceMinor, currency),
  };
}

export function replenishmentEntryOf(row: ReplenishmentRow) {
  return {
    ...(row.sku === '' ? {} : { sku: row.sku }),
    ...(row.node === '' ? {} : { node: row.node }),
    days: row.days,
    deviationDays: row.deviationDays,
  };
}

function majorOrNull(minor: number | null, currency: string): number | null {
  return minor === null ? null : toMajor(minor, currency);
}

function plainObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? Object.fromEntries(Object.entries(value))
    : {};
}
