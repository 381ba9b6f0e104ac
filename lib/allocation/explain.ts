import { type ChannelForecast, demandOver, expectedBetween } from '@/lib/demand/forecast';
import { type Predictive, steady } from '@/lib/demand/predictive';
import { freshTails } from '@/lib/demand/tails';
import { coverSeconds, loopSeconds } from './loop';
import type { PoolPlan, PoolPlanInput } from './plan-pool';
import { planPool } from './plan-pool';
import type { RulesInForce } from './policy-in-force';
import { protectedUnits } from './protection';
import type { UnmetNeed, WantedPush } from './publish-state';

/**
 * "Why this number?": everything that went into a listing's target and what came out on the way, as plain data. Keep
 * `input` with `rules` and `sequence` when a number is published, and the same number can be computed again at any time.
 */
export interface Explanation {
  sku: string;
  channel: string;
  location: string;
  at: number;
  /** The last event whose effect was in the stock, or null where none is known. */
  sequence: string | null;
  /** Which policy version or other source gave each rule; null where the caller had no policies. */
  rules: RulesInForce | null;
  forecast: ChannelForecast;
  stock: { nodes: PoolPlanInput['nodes']; backordered: number; availableToSell: number };
  /** Demand and how it came about. `usual`: without today's pulse. `exact` became `used` on the grid of 1 %. */
  demand: Record<
    'cover' | 'soon' | 'later',
    { seconds: number; usual: number; exact: Predictive; used: Predictive }
  >;
  /** x*, what one more would have sold with, and the worth of the pool's last unit. */
  optimum: { units: number; nextSold: number; expectedSales: number; price: number; floorsHeld: boolean };
  /** Units that dearer channels are left. */
  protectedForDearer: number;
  cover: number;
  target: number;
  push: WantedPush | null;
  unmet: UnmetNeed | null;
  input: PoolPlanInput;
}

export interface Provenance {
  sequence?: string | null;
  rules?: RulesInForce | null;
}

/** Explains one listing of a plan; undefined where the pool has no such listing. */
export function explain(
  input: PoolPlanInput,
  plan: PoolPlan,
  { channel, location }: { channel: string; location: string },
  { sequence = null, rules = null }: Provenance = {},
): Explanation | undefined {
  const is = (entry: { channel: string; location: string }) =>
    entry.channel === channel && entry.location === location;
  const listing = input.listings.find(is);
  const target = plan.targets.find(is);
  const allocated = plan.allocation.listings.find(is);
  if (listing === undefined || target === undefined || allocated === undefined) return undefined;
  const over = (seconds: number) => {
    const until = input.at + seconds * 1000;
    const exact = demandOver(listing.forecast, input.at, until);
    const usual = expectedBetween(listing.forecast, input.at, until).units;
    return { seconds, usual, exact, used: steady(exact) };
  };
  const laterSeconds = Math.max(0, (input.replenishedAt - input.at) / 1000);
  const fares = input.listings.map((other) => ({
    weight: other.weight,
    demand: steady(demandOver(other.forecast, input.at, input.at + laterSeconds * 1000)),
  }));
  const { units, nextSold, expectedSales } = allocated;
  const { price, floorsHeld } = plan.allocation;
  return {
    sku: input.sku,
    channel,
    location,
    at: input.at,
    sequence,
    rules,
    forecast: listing.forecast,
    stock: {
      nodes: input.nodes,
      backordered: input.backordered,
      availableToSell: plan.allocation.units,
    },
    demand: {
      cover: over(coverSeconds(listing.loop)),
      soon: over(loopSeconds(listing.loop) + input.tickSeconds),
      later: over(laterSeconds),
    },
    optimum: { units, nextSold, expectedSales, price, floorsHeld },
    protectedForDearer: protectedUnits(listing.weight, fares, freshTails),
    cover: target.cover,
    target: target.target,
    push: plan.pushes.find(is) ?? null,
    unmet: plan.unmet.find(is) ?? null,
    input,
  };
}

/** The explanation computed anew from its own input: equal to what was kept, or one of the two is wrong. */
export function replay({ input, channel, location, sequence, rules }: Explanation): Explanation | undefined {
  return explain(input, planPool(input), { channel, location }, { sequence, rules });
}
