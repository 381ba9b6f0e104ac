import type { PoolListing, PoolNode, PoolState } from './policy';
import { byListingKey } from './supply';

export interface SkuState {
  sku: string;
  /** Every node that holds or may hold the SKU. */
  nodes: readonly PoolNode[];
  /** Every listing of the SKU with the nodes that serve it; a listing that no node serves is in no pool. */
  listings: readonly PoolListing[];
  /** Open backorders per channel, with the nodes the channel sources from. */
  backorders: readonly { channel: string; units: number; sources: readonly string[] }[];
}

/**
 * The pools of a SKU: the connected parts of the bipartite graph of stock nodes and the listings they serve. A node
 * that serves no listing is in none. A channel's backorders go to the first pool (in order of node names) that has one
 * of its listings, else one of its nodes; each is counted once. Pools, nodes and listings come sorted by name.
 */
export function poolsOf(state: SkuState): PoolState[] {
  const leader = new Map<string, string>();
  const find = (node: string): string => {
    let at = node;
    for (let up = leader.get(at); up !== undefined && up !== at; up = leader.get(at)) at = up;
    return at;
  };
  const listings = state.listings.filter((listing) => listing.nodes.length > 0);
  for (const listing of listings) {
    for (const node of listing.nodes) if (!leader.has(node)) leader.set(node, node);
    const [first, ...others] = listing.nodes.map(find);
    for (const other of others) if (first !== undefined) leader.set(find(other), find(first));
  }

  const units = new Map(state.nodes.map((node) => [node.node, node.availableToSell]));
  const pools = new Map<string, { nodes: PoolNode[]; listings: PoolListing[]; backordered: number }>();
  const poolOf = (node: string) => {
    const key = find(node);
    const pool = pools.get(key) ?? { nodes: [], listings: [], backordered: 0 };
    pools.set(key, pool);
    return pool;
  };
  for (const node of [...leader.keys()].sort())
    poolOf(node).nodes.push({ node, availableToSell: units.get(node) ?? 0 });
  for (const listing of [...listings].sort(byListingKey)) {
    const [node] = listing.nodes;
    if (node !== undefined) poolOf(node).listings.push(listing);
  }
  for (const backorder of state.backorders) {
    const own = [...pools.values()].find((pool) =>
      pool.listings.some((listing) => listing.channel === backorder.channel),
    );
    const source = backorder.sources.find((node) => leader.has(node));
    const pool = own ?? (source === undefined ? undefined : poolOf(source));
    if (pool !== undefined) pool.backordered += backorder.units;
  }
  return [...pools.values()].map((pool) => ({ sku: state.sku, ...pool }));
}
