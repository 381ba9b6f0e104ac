import type { Supply } from './feasible';
import type { PoolNode } from './policy';

/** What the nodes of a pool may give, once debts are settled, and to which listings; in the order of the listings. */
export function supplyOf(
  pool: { nodes: readonly PoolNode[]; backordered: number },
  listings: readonly { nodes: readonly string[] }[],
): Supply {
  const nodes = [...pool.nodes].sort((a, b) => (a.node < b.node ? -1 : Number(a.node > b.node)));
  const place = new Map(nodes.map((node, index) => [node.node, index]));
  return {
    units: settleDebts(
      nodes.map((node) => node.availableToSell),
      pool.backordered,
    ),
    serves: listings.map((listing) =>
      listing.nodes.map((node) => place.get(node)).filter((index) => index !== undefined),
    ),
  };
}

/**
 * What each node may sell once all that is owed is taken off: nodes below zero and backorders are made good by the
 * fullest node first, then the next. Where too little is there, nothing is left anywhere.
 */
export function settleDebts(units: readonly number[], backordered: number): number[] {
  const left = units.map((amount) => Math.max(0, amount));
  let owed = backordered + units.reduce((sum, amount) => sum + Math.max(0, -amount), 0);
  const fullest = left.map((_, index) => index).sort((a, b) => (left[b] ?? 0) - (left[a] ?? 0) || a - b);
  for (const index of fullest) {
    const taken = Math.min(owed, left[index] ?? 0);
    left[index] = (left[index] ?? 0) - taken;
    owed -= taken;
  }
  return left;
}

/** By channel, then location, in code units: the same on every machine. */
export function byListingKey(
  a: { channel: string; location: string },
  b: { channel: string; location: string },
): number {
  if (a.channel !== b.channel) return a.channel < b.channel ? -1 : 1;
  return a.location < b.location ? -1 : Number(a.location > b.location);
}
