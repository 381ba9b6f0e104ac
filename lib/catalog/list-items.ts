import type { ListingMode } from './schema';

export interface SkuListItem {
  sku: string;
  name: string;
  category: string | null;
  unitCostMinor: number | null;
  priceMinor: number | null;
  currency: string;
  caseQuantity: number | null;
  barcodes: string[];
  listings: number;
  /** Stopped everywhere; a stop on one channel shows at its listing. */
  stopped: boolean;
  version: number;
  updatedAt: string;
}

export interface NodeListItem {
  node: string;
  name: string;
  kind: string;
  sellable: boolean;
  timeZone: string;
  /** The channels that sell from it, by name. */
  channels: string[];
  version: number;
  updatedAt: string;
}

export interface ChannelListItem {
  channel: string;
  name: string;
  kind: string;
  connector: string;
  /** As it may be shown: secrets are not in it. */
  config: Record<string, unknown>;
  /** Whether secrets are stored. */
  secretSet: boolean;
  priority: number;
  feePercent: number;
  /** In sourcing order. */
  sources: { node: string; name: string }[];
  listings: number;
  stopped: boolean;
  paused: boolean;
  version: number;
  updatedAt: string;
}

/** A listing as the catalogue has it, with its target. Money in minor units, quantities in single units. */
export interface CatalogListingItem {
  sku: string;
  skuName: string;
  channel: string;
  channelName: string;
  location: string | null;
  externalId: string;
  unitsPerListing: number;
  priceMinor: number | null;
  currency: string;
  threshold: number | null;
  floor: number | null;
  cap: number | null;
  buffer: number;
  mode: ListingMode;
  target: number;
  paused: boolean;
  stopped: boolean;
  version: number;
  updatedAt: string;
}

export interface SafetyStockItem {
  policy: number;
  sku: string | null;
  skuName: string | null;
  node: string | null;
  nodeName: string | null;
  category: string | null;
  units: number | null;
  days: number | null;
  serviceLevel: number | null;
  from: string;
  to: string | null;
  status: 'in_force' | 'scheduled' | 'ended';
}

export interface ReplenishmentItem {
  sku: string | null;
  skuName: string | null;
  node: string | null;
  nodeName: string | null;
  days: number;
  deviationDays: number;
  version: number;
}
