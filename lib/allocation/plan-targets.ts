import { type ChannelForecast, demandOver } from '@/lib/demand/forecast';
import { steady } from '@/lib/demand/predictive';
import { TailsCache } from '@/lib/demand/tails';
import { allocate } from './allocate';
import { extraUnits, oversellChance } from './bounded';
import { fixedShare } from './fixed-share';
import { coverSeconds, type LoopTimes, loopSeconds } from './loop';
import { listingKey, type PoolState } from './policy';
import type { RulesInForce } from './policy-in-force';
import { cover_level, float_share, publishTarget } from './publish-target';

/** What a listing of a pool brings along beside its nodes. */
export interface TargetListing {
  rules: RulesInForce;
  /** w without the priority, which the rules give. */
  revenue: number;
  unitsPerListing: number;
  forecast: ChannelForecast;
  loop: LoopTimes;
}

export interface ListingOutlook {
  channel: string;
  location: string;
  /** x* and what of it would be shown. */
  optimum: number;
  target: number;
  /** Until replenishment: what is expected to be asked for, and what x* is expected to miss of it. Units. */
  expectedDemand: number;
  expectedLostSales: number;
  /** The modelled chance that all listings of its pool together oversell within one loop; 0 in strict mode. */
  oversellChance: number;
}

/**
 * What a pool's listings should show, from stock, forecasts and rules alone: what a change of rules would lead to once
 * all rights have settled. Reads nothing of what is shown today and wants no pushes.
 */
export function planTargets(
  pool: PoolState,
  detailsOf: (listing: { channel: string; location: string }) => TargetListing,
  at: number,
  replenishedAt: number,
): ListingOutlook[] {
  const tails = new TailsCache();
  const listings = pool.listings.map((listing) => {
    const details = detailsOf(listing);
    const { priority, floor, cap, buffer, share } = details.rules;
    const over = (until: number) => steady(demandOver(details.forecast, at, until));
    return {
      ...details,
      channel: listing.channel,
      location: listing.location,
      nodes: listing.nodes,
      weight: details.revenue * priority,
      share: share ?? priority,
      floor,
      cap,
      buffer,
      demand: over(replenishedAt),
      covered: over(at + coverSeconds(details.loop) * 1000),
      soon: over(at + loopSeconds(details.loop) * 1000),
    };
  });
  const { nodes, backordered, sku } = pool;
  const isFixed = listings.some(({ rules }) => rules.mode === 'fixed_share');
  const whole = listings.map((listing) => ({ ...listing, weight: listing.share, buffer: 0 }));
  const given = isFixed
    ? fixedShare({ sku, nodes, backordered, listings: whole })
    : allocate({ nodes, backordered, listings }, { tails }).listings;
  const optima = new Map(given.map((entry) => [listingKey(entry), entry.units]));
  const units = Math.max(0, nodes.reduce((sum, node) => sum + node.availableToSell, 0) - backordered);
  const claims = listings.map((listing) => ({
    optimum: optima.get(listingKey(listing)) ?? 0,
    most: units,
    soon: listing.soon,
  }));
  const mode = listings[0]?.rules.mode ?? 'strict';
  const everywhere = listings.every((listing) => listing.nodes.length === nodes.length);
  const extra = typeof mode === 'object' && everywhere ? extraUnits(units, mode.bounded, claims, tails) : 0;
  const shownMost = claims.map(({ optimum }) => Math.min(units, optimum + extra));
  const chance = extra === 0 ? 0 : oversellChance(units, shownMost, claims, tails);
  return listings.map((listing, index) => {
    const optimum = claims[index]?.optimum ?? 0;
    const cover = tails.of(listing.covered).quantile(cover_level);
    const shown = Math.max(0, (shownMost[index] ?? 0) - listing.buffer);
    return {
      channel: listing.channel,
      location: listing.location,
      optimum,
      target: publishTarget({
        ...listing,
        optimum: shownMost[index] ?? 0,
        cover,
        floatShare: isFixed || extra > 0 ? 0 : float_share,
      }),
      expectedDemand: listing.demand.mean,
      expectedLostSales: Math.max(0, listing.demand.mean - tails.of(listing.demand).expectedSales(shown)),
      oversellChance: chance,
    };
  });
}
