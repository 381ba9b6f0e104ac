/** A stock node of a pool with what may be sold of the SKU there: single units, signed. */
export interface PoolNode {
  node: string;
  availableToSell: number;
  /** Of what is there, what is kept back; 0 where it is not known. */
  safetyStock?: number;
}

/** A listing as allocation sees it. All quantities are single units, whatever pack the listing sells. */
export interface PoolListing {
  channel: string;
  /** `''` = the listing has no location. */
  location: string;
  /** The channel's weight (`priority`), ≥ 0; several listings of one channel divide it evenly. */
  weight: number;
  /** The nodes that may serve it, all of this pool. Never empty. */
  nodes: readonly string[];
  /** Kept back from what is shown: the share is taken, the target is that much smaller. */
  buffer: number;
  /** The most that may be shown, or null. */
  cap: number | null;
}

/**
 * One SKU in one pool: a connected part of the graph of nodes and the channels that list the SKU. Listings and nodes
 * may come in any order.
 */
export interface PoolState {
  sku: string;
  nodes: readonly PoolNode[];
  /** Units ordered by channels of this pool that no node could give: they come off first. */
  backordered: number;
  listings: readonly PoolListing[];
}

export interface ListingTarget {
  channel: string;
  location: string;
  /** What the listing should show: whole single units ≥ 0. */
  units: number;
}

/**
 * Divides what a pool may sell over its listings. Every policy keeps this: one target per listing, each ≥ 0, and for
 * every set S of listings Σ targets(S) ≤ what the nodes serving S may sell; in total at most max(0, available to sell −
 * backorders). The order of nodes and listings does not matter.
 */
export type AllocationPolicy = (pool: PoolState) => ListingTarget[];

/** Names a listing within its SKU. */
export function listingKey(listing: { channel: string; location: string }): string {
  return JSON.stringify([listing.channel, listing.location]);
}
