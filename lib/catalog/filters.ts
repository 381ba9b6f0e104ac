import { z } from 'zod';

const search = z.string().max(200).optional();
const code = z.string().max(128).optional();
const yesNo = z.enum(['yes', 'no']).optional();

/** What the lists of the catalogue can be narrowed by; a bulk edit takes "all that match" by the same. */
export const skuFiltersSchema = z.strictObject({
  search: search.describe('Part of a SKU or a name, in any case, or a whole barcode.'),
  category: code,
  channel: code.describe('Listed on this channel.'),
  listed: yesNo,
  stopped: yesNo,
});
export type SkuFilters = z.output<typeof skuFiltersSchema>;

export const listingFiltersSchema = z.strictObject({
  search: search.describe('Part of a SKU, its name, or what the channel calls the listing.'),
  channel: code,
  sku: code,
  category: code,
  stopped: yesNo,
});
export type ListingFilters = z.output<typeof listingFiltersSchema>;

export const nodeFiltersSchema = z.strictObject({
  search,
  kind: z.string().max(40).optional(),
  sellable: yesNo,
});
export type NodeFilters = z.output<typeof nodeFiltersSchema>;

export const channelFiltersSchema = z.strictObject({
  search,
  kind: z.string().max(40).optional(),
  connector: code,
  stopped: yesNo,
});
export type ChannelFilters = z.output<typeof channelFiltersSchema>;

export const safetyStockFiltersSchema = z.strictObject({
  search: search.describe('Part of a SKU, its name, or a category.'),
  sku: code,
  node: code,
  category: code,
  scope: z.enum(['sku_node', 'sku', 'category_node', 'category', 'node', 'all']).optional(),
  status: z.enum(['in_force', 'scheduled', 'ended']).optional(),
});
export type SafetyStockFilters = z.output<typeof safetyStockFiltersSchema>;

export const replenishmentFiltersSchema = z.strictObject({ search, sku: code, node: code });
export type ReplenishmentFilters = z.output<typeof replenishmentFiltersSchema>;
