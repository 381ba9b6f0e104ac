import type { ListingMode } from './schema';

/** A listing as far as pools need it. */
export interface PooledListing {
  sku: string;
  channel: string;
  location: string;
  mode: ListingMode;
}

/** A channel as far as pools need it: its sources, and which nodes its locations stand for. */
export interface PooledChannel {
  sources: readonly string[];
  config: Readonly<Record<string, unknown>>;
}

/** Listings of one SKU in one pool that do not have the same mode. */
export interface ModeConflict {
  sku: string;
  channels: string[];
  modes: ListingMode[];
}

/**
 * The nodes that a location of a channel stands for: what `locations` in its configuration says (a node or a list of
 * nodes), else all sources of the channel.
 */
export function nodesOfLocation(channel: PooledChannel, location: string): readonly string[] {
  const locations = channel.config.locations;
  if (location === '' || typeof locations !== 'object' || locations === null) return channel.sources;
  const mapped = Object.entries(locations).find(([name]) => name === location)?.[1];
  if (typeof mapped === 'string') return [mapped];
  if (Array.isArray(mapped)) return mapped.filter((node): node is string => typeof node === 'string');
  return channel.sources;
}

/**
 * Where the listings of one SKU within one pool disagree about the mode. A pool is a connected part of the graph of
 * the channels that list the SKU and the nodes that serve them.
 */
export function modeConflicts(
  listings: Iterable<PooledListing>,
  channels: ReadonlyMap<string, PooledChannel>,
): ModeConflict[] {
  const bySku = new Map<string, PooledListing[]>();
  for (const listing of listings) {
    const group = bySku.get(listing.sku);
    if (group === undefined) bySku.set(listing.sku, [listing]);
    else group.push(listing);
  }
  const conflicts: ModeConflict[] = [];
  for (const [sku, group] of bySku) {
    if (modesOf(group).length < 2) continue;
    for (const pool of poolsOf(group, channels)) {
      const modes = modesOf(pool);
      if (modes.length > 1)
        conflicts.push({ sku, channels: [...new Set(pool.map((listing) => listing.channel))].sort(), modes });
    }
  }
  return conflicts;
}

function modesOf(listings: readonly PooledListing[]): ListingMode[] {
  const modes = new Map<string, ListingMode>();
  for (const { mode } of listings) modes.set(JSON.stringify(mode), mode);
  return [...modes.values()];
}

/** Groups listings whose channels are joined, over any number of steps, by common nodes. */
function poolsOf(
  listings: readonly PooledListing[],
  channels: ReadonlyMap<string, PooledChannel>,
): PooledListing[][] {
  const pools: { reach: Set<string>; listings: PooledListing[] }[] = [];
  for (const listing of listings) {
    const channel = channels.get(listing.channel);
    const nodes = channel === undefined ? [] : nodesOfLocation(channel, listing.location);
    const reach = new Set([`channel ${listing.channel}`, ...nodes.map((node) => `node ${node}`)]);
    const joined = { reach, listings: [listing] };
    for (let index = pools.length - 1; index >= 0; index--) {
      const pool = pools[index];
      if (pool === undefined || ![...pool.reach].some((vertex) => joined.reach.has(vertex))) continue;
      for (const vertex of pool.reach) joined.reach.add(vertex);
      joined.listings.push(...pool.listings);
      pools.splice(index, 1);
    }
    pools.push(joined);
  }
  return pools.map((pool) => pool.listings);
}
