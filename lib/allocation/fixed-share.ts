import { apportion, type Claim } from './apportion';
import { type Supply, serve } from './feasible';
import type { ListingTarget, PoolState } from './policy';
import { byListingKey, supplyOf } from './supply';

/**
 * Fixed shares: what the pool may sell is divided by the weight of each channel, in whole units (largest remainder).
 * Where nodes serve only some of the listings, the division is as near to the weights as the nodes allow: a set of
 * listings that would get more than its nodes hold gets exactly that, and the rest is divided over the rest. What is
 * owed (nodes below zero, open backorders) comes off the other nodes first, the fullest first. A listing's buffer is
 * taken out of its share, its cap limits what it shows, and what a cap leaves goes to the others. A channel without a
 * connector gets its share like the others and is trusted with it. Floors and modes are not looked at here.
 */
export function fixedShare(pool: PoolState): ListingTarget[] {
  const listings = [...pool.listings].sort(byListingKey);
  const perChannel = new Map<string, number>();
  for (const { channel } of listings) perChannel.set(channel, (perChannel.get(channel) ?? 0) + 1);
  const claims = listings.map((listing) => ({
    weight: listing.weight / (perChannel.get(listing.channel) ?? 1),
    most: listing.cap === null ? Number.MAX_SAFE_INTEGER : listing.cap + listing.buffer,
  }));
  const supply = supplyOf(pool, listings);
  const shares = divide(claims, supply);
  return listings.map((listing, index) => ({
    channel: listing.channel,
    location: listing.location,
    units: Math.max(0, (shares[index] ?? 0) - listing.buffer),
  }));
}

/**
 * The decomposition of Fujishige for a polymatroid: divide as if every node served everybody; where some set of
 * listings then wants more than its nodes hold, take the set that wants most beyond it, give it exactly its nodes, and
 * divide both parts again. Each step splits off at least one listing, so it ends, and the sum stays the most that the
 * nodes can give.
 */
function divide(claims: readonly Claim[], supply: Supply): number[] {
  const all = supply.units.reduce((sum, units) => sum + units, 0);
  const limits = claims.map((claim) => Math.min(claim.most, all));
  const wanted = apportion(serve(limits, supply).total, claims);
  const { short } = serve(wanted, supply);
  if (short.length === 0 || short.length === claims.length) return wanted;

  const shares = claims.map(() => 0);
  const shortSet = new Set(short);
  const theirNodes = new Set(short.flatMap((index) => supply.serves[index] ?? []));
  const part = (members: number[], keep: (node: number) => boolean) => {
    const divided = divide(
      members.map((index) => claims[index] ?? { weight: 0, most: 0 }),
      {
        units: supply.units.map((units, node) => (keep(node) ? units : 0)),
        serves: members.map((index) => (supply.serves[index] ?? []).filter(keep)),
      },
    );
    for (const [position, index] of members.entries()) shares[index] = divided[position] ?? 0;
  };
  part(short, (node) => theirNodes.has(node));
  part(
    claims.map((_, index) => index).filter((index) => !shortSet.has(index)),
    (node) => !theirNodes.has(node),
  );
  return shares;
}
