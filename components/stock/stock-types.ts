import type { Risk } from '@/lib/availability/cover';

/** The shapes of the reads behind the stock screen, as the server's use cases give them. Quantities in single units. */
export interface StockCell {
  availableToSell: number;
  onHand: number;
  committed: number;
  available: number;
  safetyStock: number;
  incoming: number;
  coverDays: number | null;
  leadDays: number;
  /** What could be sold at the moment compared with. */
  earlier?: number;
}

export interface ListingCell {
  target: number;
  published: number | null;
  acknowledged: number | null;
}

export interface StockItem {
  sku: string;
  name: string;
  category: string | null;
  risk: Risk | null;
  total: StockCell;
  nodes: Record<string, StockCell>;
  channels: Record<string, ListingCell>;
}

export interface Page<Item> {
  items: Item[];
  next?: string;
}

export interface Dimensions {
  nodes: { node: string; name: string; kind: string; sellable: boolean; timeZone: string }[];
  channels: { channel: string; name: string; kind: string; connector: string; sources: string[] }[];
  categories: string[];
  skus: number;
}

export interface SkuHead {
  sku: string;
  name: string;
  category: string | null;
  priceMinor: number | null;
  currency: string;
  barcodes: string[];
}

export interface PositionItem {
  sku: string;
  node: string;
  available: number;
  committed: number;
  qualityControl: number;
  damaged: number;
  incoming: number;
  onHand: number;
  safetyStock: number;
  availableToSell: number;
}

/** `target` in single units; what was published and acknowledged as the channel counts, in packs of the listing. */
export interface ListingItem {
  channel: string;
  sku: string;
  location: string | null;
  target: number | null;
  published: number | null;
  acknowledged: number | null;
  lastAcknowledgedAt: string | null;
  drift: number | null;
  paused?: boolean;
}

type StateName = 'available' | 'committed' | 'qualityControl' | 'damaged' | 'incoming';

export interface PostingItem {
  sequence: number;
  recordedAt: string;
  occurredAt: string;
  source: string;
  id: string;
  type: string;
  quantity?: number;
  actor: string;
  sku: string;
  node: string;
  changes: Partial<Record<StateName, number>>;
  balances: Record<StateName | 'onHand', number>;
  channel?: unknown;
  order?: unknown;
  line?: unknown;
  transfer?: unknown;
  from?: unknown;
  to?: unknown;
  purchaseOrder?: unknown;
  reservation?: unknown;
  session?: unknown;
  reason?: unknown;
}

export interface NaiveDay {
  since: string;
  levels: { channel: string; start: number; sold: number; believed: number }[];
  believedTotal: number;
  left: number;
  phantom: number;
}
