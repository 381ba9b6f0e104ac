import { z } from 'zod';
import { instantSchema } from '@/lib/shared/clock';
import { currencySchema, moneySchema } from '@/lib/shared/money-schema';
import { quantityOrZeroSchema } from '@/lib/shared/quantity';
import { codeSchema, textSchema } from '@/lib/shared/text';

export const catalog_rows_per_list_max = 50_000;
export const barcodes_per_sku_max = 100;
export const sources_per_channel_max = 1000;
export const config_chars_max = 64 * 1024;
export const config_depth_max = 16;
export const pack_units_max = 1_000_000;
export const lead_days_max = 3650;

export const nodeKinds = ['warehouse', 'fulfilment_centre', 'dark_store', 'store'] as const;
export const channelKinds = ['webshop', 'marketplace', 'quick_commerce', 'retail', 'wholesale'] as const;

const nameSchema = textSchema.pipe(z.string().min(1, 'must not be empty'));
const packSchema = z.int().min(1).max(pack_units_max);

const timeZoneSchema = z
  .string()
  .max(64)
  .refine(isTimeZone, 'must be an IANA time zone, such as Asia/Kolkata');

/** Whatever a connector needs; the connector itself checks it. Secrets go in and never come out. */
const configSchema = z
  .record(z.string(), z.unknown())
  .refine(
    (config) => depthWithin(config, config_depth_max),
    `must not be nested deeper than ${config_depth_max}`,
  )
  .refine(
    (config) => !depthWithin(config, config_depth_max) || JSON.stringify(config).length <= config_chars_max,
    `must not be longer than ${config_chars_max} characters of JSON`,
  );

/** How a SKU is shared out over the channels of a pool; all listings of one SKU in one pool have the same. */
export const listingModeSchema = z.union([
  z.enum(['strict', 'fixed_share']),
  z.strictObject({ bounded: z.number().gt(0).lt(1) }),
]);
export type ListingMode = z.output<typeof listingModeSchema>;

// `null` clears what was set before; what is left out stays.
export const skuEntry = z.strictObject({
  sku: codeSchema,
  name: nameSchema,
  category: codeSchema.nullable().optional(),
  unitCost: moneySchema.nullable().optional(),
  price: moneySchema.nullable().optional(),
  currency: currencySchema.optional(),
  barcodes: z.array(codeSchema).max(barcodes_per_sku_max).optional(),
  caseQuantity: packSchema.nullable().optional(),
});

export const nodeEntry = z.strictObject({
  node: codeSchema,
  name: nameSchema,
  kind: z.enum(nodeKinds),
  sellable: z.boolean().optional(),
  timeZone: timeZoneSchema.optional(),
});

export const channelEntry = z.strictObject({
  channel: codeSchema,
  name: nameSchema,
  kind: z.enum(channelKinds),
  connector: codeSchema.describe('none, open, or the name of another connector.'),
  config: configSchema.optional(),
  priority: z.number().min(0).max(1e6).optional(),
  feePercent: z.number().min(0).max(100).optional(),
  sources: z.array(codeSchema).max(sources_per_channel_max).describe('Nodes in sourcing order.'),
});

export const listingEntry = z.strictObject({
  channel: codeSchema,
  sku: codeSchema,
  location: codeSchema.optional(),
  externalId: codeSchema.optional(),
  unitsPerListing: packSchema.optional(),
  price: moneySchema.nullable().optional(),
  threshold: quantityOrZeroSchema.nullable().optional(),
  floor: quantityOrZeroSchema.nullable().optional(),
  cap: quantityOrZeroSchema.nullable().optional(),
  buffer: quantityOrZeroSchema.optional(),
  mode: listingModeSchema.optional(),
});

const safetyStockShape = {
  sku: codeSchema.optional(),
  node: codeSchema.optional(),
  category: codeSchema.optional(),
  units: quantityOrZeroSchema.optional(),
  days: z.number().min(0).max(lead_days_max).optional(),
  serviceLevel: z.number().gt(0).lt(1).optional(),
};

type SafetyStockShape = z.output<z.ZodObject<typeof safetyStockShape>>;

const hasOneAmount = (entry: Pick<SafetyStockShape, 'units' | 'days' | 'serviceLevel'>) =>
  [entry.units, entry.days, entry.serviceLevel].filter((value) => value !== undefined).length === 1;
const one_amount = 'needs exactly one of units, days and serviceLevel';
const hasOneScope = (entry: Pick<SafetyStockShape, 'sku' | 'category'>) =>
  entry.sku === undefined || entry.category === undefined;
const one_scope = { message: 'must not stand beside sku: the SKU has its category', path: ['category'] };

export const safetyStockEntry = z
  .strictObject(safetyStockShape)
  .refine(hasOneAmount, one_amount)
  .refine(hasOneScope, one_scope);

/** An amount of safety stock: fixed units, days of cover, or a service level. */
export const safetyStockAmountSchema = z
  .strictObject({
    units: safetyStockShape.units,
    days: safetyStockShape.days,
    serviceLevel: safetyStockShape.serviceLevel,
  })
  .refine(hasOneAmount, one_amount);

/** A dated policy: from an instant (absent: now) to another one (absent: until it is replaced). */
export const datedSafetyStockSchema = z
  .strictObject({ ...safetyStockShape, from: instantSchema.optional(), to: instantSchema.optional() })
  .refine(hasOneAmount, one_amount)
  .refine(hasOneScope, one_scope)
  .refine(({ from, to }) => to === undefined || from === undefined || from < to, {
    message: 'must lie after the begin',
    path: ['to'],
  });
export type DatedSafetyStock = z.output<typeof datedSafetyStockSchema>;

export const replenishmentEntry = z.strictObject({
  sku: codeSchema.optional(),
  node: codeSchema.optional(),
  days: z.number().min(0).max(lead_days_max),
  deviationDays: z.number().min(0).max(lead_days_max).optional(),
});

const list = <Entry extends z.ZodType>(entry: Entry) =>
  z.array(entry).max(catalog_rows_per_list_max).default([]);

/** The body of PUT /catalog: every list optional, idempotent, all or nothing. */
export const catalogSchema = z.strictObject({
  skus: list(skuEntry),
  nodes: list(nodeEntry),
  channels: list(channelEntry),
  listings: list(listingEntry),
  safetyStock: list(safetyStockEntry),
  replenishment: list(replenishmentEntry),
});
export type CatalogInput = z.output<typeof catalogSchema>;

const tallySchema = z.object({ created: z.int(), updated: z.int(), unchanged: z.int() });

/** What a PUT did, per list. */
export const catalogResultSchema = z.object({
  skus: tallySchema,
  nodes: tallySchema,
  channels: tallySchema,
  listings: tallySchema,
  safetyStock: tallySchema,
  replenishment: tallySchema,
});
export type CatalogResult = z.output<typeof catalogResultSchema>;
export type Tally = z.output<typeof tallySchema>;

function isTimeZone(text: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: text }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** Level by level, so that no depth overflows the stack. */
function depthWithin(value: unknown, depth_max: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; depth <= depth_max; depth++) {
    level = level.flatMap((inner) =>
      typeof inner === 'object' && inner !== null ? Object.values(inner) : [],
    );
    if (level.length === 0) return true;
  }
  return false;
}
