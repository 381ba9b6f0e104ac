import type { ListingMode } from './schema';

/** The catalogue as far as a PUT touches it. Money in minor units of the SKU's currency. */
export interface SkuRow {
  sku: string;
  name: string;
  category: string | null;
  unitCostMinor: number | null;
  priceMinor: number | null;
  currency: string;
  caseQuantity: number | null;
  /** Sorted. */
  barcodes: string[];
}

export interface NodeRow {
  node: string;
  name: string;
  kind: string;
  sellable: boolean;
  timeZone: string;
}

export interface ChannelRow {
  channel: string;
  name: string;
  kind: string;
  connector: string;
  /** Whole, secrets and all: never to leave the server. */
  config: Record<string, unknown>;
  priority: number;
  feePercent: number;
  sources: string[];
}

export interface ListingRow {
  sku: string;
  channel: string;
  location: string;
  externalId: string;
  unitsPerListing: number;
  priceMinor: number | null;
  threshold: number | null;
  floor: number | null;
  cap: number | null;
  buffer: number;
  mode: ListingMode;
}

/** A scope of '' means any. */
export interface SafetyStockRow {
  sku: string;
  node: string;
  category: string;
  units: number | null;
  days: number | null;
  serviceLevel: number | null;
}

export interface ReplenishmentRow {
  sku: string;
  node: string;
  days: number;
  deviationDays: number;
}

/** What is there now: every node and channel, and of the rest what a PUT names or may collide with. */
export interface CatalogState {
  skus: ReadonlyMap<string, SkuRow>;
  /** Who has a barcode, of those named. */
  barcodes: ReadonlyMap<string, string>;
  nodes: ReadonlyMap<string, NodeRow>;
  channels: ReadonlyMap<string, ChannelRow>;
  /** By `listingKey`: all of the SKUs named, and whose external ids are named. */
  listings: ReadonlyMap<string, ListingRow>;
  /** By `scopeKey`: those in force. */
  safetyStock: ReadonlyMap<string, SafetyStockRow>;
  replenishment: ReadonlyMap<string, ReplenishmentRow>;
}

// No code holds a control character, so a line feed parts without doubt.
export function listingKey(listing: Pick<ListingRow, 'sku' | 'channel' | 'location'>): string {
  return [listing.sku, listing.channel, listing.location].join('\n');
}

export function externalKey(listing: Pick<ListingRow, 'channel' | 'externalId' | 'location'>): string {
  return [listing.channel, listing.externalId, listing.location].join('\n');
}

export function scopeKey(scope: { sku: string; node: string; category?: string }): string {
  return [scope.sku, scope.node, scope.category ?? ''].join('\n');
}
