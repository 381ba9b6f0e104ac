import { type ChannelForecast, demandOver } from '@/lib/demand/forecast';
import { steady } from '@/lib/demand/predictive';
import { freshTails, type TailsSource } from '@/lib/demand/tails';
import { allocate } from './allocate';
import { decidePushes } from './decide-pushes';
import { fixedShare } from './fixed-share';
import { coverSeconds, type LoopTimes, loopSeconds } from './loop';
import { listingKey, type PoolNode } from './policy';
import type { AllocationPlan } from './problem';
import type { AllocationMode, PublishListing, PublishPlan } from './publish-state';

/** A listing of the pool: its rules, its forecast, and where it stands. Quantities are single units. */
export interface PoolPlanListing extends Omit<PublishListing, 'optimum' | 'demand'> {
  forecast: ChannelForecast;
  loop: LoopTimes;
  /** What it is divided by where the mode is a fixed share: a share or a priority, > 0. */
  share: number;
}

/** Everything that decides about one SKU in one pool: plain data, so that a plan can be kept and made again. */
export interface PoolPlanInput {
  sku: string;
  mode: AllocationMode;
  /** Now, ms since 1970. */
  at: number;
  /** When the pool is replenished: the next expected receipt, else now + lead time. */
  replenishedAt: number;
  /** Seconds until the next look at this pool at the latest. */
  tickSeconds: number;
  /** What each node may sell (available to sell, before backorders) and what of it no channel holds. */
  nodes: readonly (PoolNode & { float: number })[];
  backordered: number;
  deficitByPolicy: number;
  listings: readonly PoolPlanListing[];
}

export interface PoolPlan extends PublishPlan {
  allocation: AllocationPlan;
}

/** Kept from one plan to the next to save time; it never changes a result. */
export interface PlanMemory {
  tails: TailsSource;
  /** By SKU and pool, as the caller names it. */
  price?: number;
}

/**
 * From stock, forecasts and rights to the pushes that are wanted: demand until replenishment → x* → targets → pushes.
 * Pure: the same input gives the same plan.
 */
export function planPool(input: PoolPlanInput, memory: PlanMemory = { tails: freshTails }): PoolPlan {
  const { at } = input;
  const demands = new Map(
    input.listings.map((listing) => {
      const over = (seconds: number) => steady(demandOver(listing.forecast, at, at + seconds * 1000));
      return [
        listingKey(listing),
        {
          cover: over(coverSeconds(listing.loop)),
          soon: over(loopSeconds(listing.loop) + input.tickSeconds),
          later: steady(demandOver(listing.forecast, at, Math.max(input.replenishedAt, at))),
        },
      ];
    }),
  );
  const demandOf = (listing: { channel: string; location: string }) => {
    const demand = demands.get(listingKey(listing));
    if (demand === undefined) throw new Error(`No demand for ${listingKey(listing)}.`);
    return demand;
  };
  // A hold-back is a floor as well, as far as the floors of others leave room: it must not make all floors give way.
  const room = input.nodes.reduce((sum, node) => sum + node.availableToSell, 0) - input.backordered;
  const held = input.listings.filter((listing) => listing.holdBack > 0).length;
  const floors = input.listings.reduce((sum, listing) => sum + listing.floor, 0);
  const spare = held === 0 ? 0 : Math.max(0, Math.floor((room - floors) / held));
  const allocation = allocate(
    {
      nodes: input.nodes,
      backordered: input.backordered,
      listings: input.listings.map((listing) => ({
        ...listing,
        floor: Math.max(listing.floor, Math.min(listing.holdBack, spare)),
        demand: demandOf(listing).later,
      })),
    },
    memory,
  );
  const optimum =
    input.mode === 'fixed_share'
      ? new Map(sharesOf(input).map((entry) => [listingKey(entry), entry.units]))
      : new Map(allocation.listings.map((entry) => [listingKey(entry), entry.units]));
  const plan = decidePushes(
    {
      at,
      mode: input.mode,
      deficitByPolicy: input.deficitByPolicy,
      units: input.nodes.reduce((sum, node) => sum + node.availableToSell, 0) - input.backordered,
      nodes: input.nodes,
      listings: input.listings.map((listing) => ({
        ...listing,
        optimum: optimum.get(listingKey(listing)) ?? 0,
        demand: demandOf(listing),
      })),
    },
    memory.tails,
  );
  return { ...plan, allocation };
}

/** Fixed shares with the buffer still in, as in x*. */
function sharesOf({ sku, nodes, backordered, listings }: PoolPlanInput) {
  const whole = listings.map((listing) => ({
    ...listing,
    weight: listing.share,
    cap: listing.cap === null ? null : listing.cap + listing.buffer,
    buffer: 0,
  }));
  return fixedShare({ sku, nodes, backordered, listings: whole });
}
