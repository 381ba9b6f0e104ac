import type { TailsSource } from '@/lib/demand/tails';
import { bounded_units_max, extraUnits, oversellChance } from './bounded';
import type { PublishListing, PublishState, UnmetNeed } from './publish-state';
import { cover_level, float_share, publishTarget } from './publish-target';
import { byListingKey } from './supply';

/** A listing is urgent where it could sell out within loop + tick with more than 1 in 100. */
export const urgent_level = 0.99;
/** What is promised twice already may stay so at this share of ε: it will be exposed for many loops, not for one. */
const kept_risk_share = 0.1;
/** No listing is pushed again within this, however urgent. */
export const raise_interval_urgent_ms = 15_000;

/** A listing with everything that the rules ask about it. */
export interface PushCase {
  listing: PublishListing;
  /** Weight ÷ the largest of the pool. */
  weight: number;
  target: number;
  cover: number;
  /** The most that sells within loop + tick, 99 %. */
  soon: number;
  urgent: boolean;
  urgency: number;
  /** w·P(D ≥ held): what the last unit it holds earns there, and what one more would. */
  marginOfLast: number;
  worthOfNext: number;
}

/** A need that stays open, with what it would be worth. */
export interface Need extends UnmetNeed {
  worth: number;
  nodes: readonly string[];
}

/**
 * Mode bounded: units that each listing may show beyond x*, and how many are then promised twice in all. What is promised
 * already stays so while its own risk is far below ε: else every sale would recall a unit somewhere.
 */
export function allowanceOf({ mode, units, listings, nodes }: PublishState, tails: TailsSource) {
  const none = { each: 0, total: 0 };
  if (typeof mode === 'string' || !listings.every((listing) => listing.nodes.length === nodes.length))
    return none;
  const bounded = listings.map(({ optimum, demand: { soon } }) => ({ optimum, most: units, soon }));
  const each = extraUnits(units, mode.bounded, bounded, tails);
  const shown = bounded.reduce((sum, { optimum }) => sum + Math.min(units, optimum + each), 0);
  const total = each === 0 ? 0 : Math.max(0, shown - units);
  const promised = listings.reduce((sum, { held }) => sum + held, 0) - units;
  if (promised <= total || units <= 0 || units > bounded_units_max) return { each, total };
  const exposures = listings.map(({ exposure }) => exposure);
  const bearable = oversellChance(units, exposures, bounded, tails) <= mode.bounded * kept_risk_share;
  return { each, total: bearable ? promised : total };
}

export function casesOf(state: PublishState, tails: TailsSource, extra: number): PushCase[] {
  const floatShare = state.mode === 'fixed_share' || extra > 0 ? 0 : float_share;
  const largest = Math.max(...state.listings.map((listing) => listing.weight), Number.MIN_VALUE);
  return [...state.listings].sort(byListingKey).map((listing) => {
    const weight = listing.weight / largest;
    const cover = tails.of(listing.demand.cover).quantile(cover_level);
    const ofSoon = tails.of(listing.demand.soon);
    const ofLater = tails.of(listing.demand.later);
    const soon = ofSoon.quantile(urgent_level);
    const optimum = extra > 0 ? Math.min(state.units, listing.optimum + extra) : listing.optimum;
    const target = publishTarget({ ...listing, optimum, cover, floatShare });
    return {
      listing,
      weight,
      target,
      cover,
      soon,
      urgent: target > 0 && (listing.estimate <= soon || listing.estimate <= 0),
      urgency: weight * ofSoon.at(Math.max(0, listing.estimate) + 1),
      marginOfLast: weight * ofLater.at(Math.max(1, listing.held)),
      worthOfNext: weight * ofLater.at(listing.held + 1),
    };
  });
}

/** Rights a push takes from the float while it is open. Worked: X 20, H 20, absolute 50 once → 50; a delta of 30 → 30. */
export function rightsFor({ writing, exposure, held, estimate }: PublishListing, quantity: number): number {
  const added =
    writing.kind === 'absolute' ? writing.applications * quantity : Math.max(0, quantity - estimate);
  return Math.max(0, exposure + added - held);
}

/** The most that can be shown for these rights, in whole packs. */
export function quantityFor(
  { writing, exposure, held, estimate, unitsPerListing }: PublishListing,
  rights: number,
) {
  const added = rights + held - exposure;
  const quantity =
    writing.kind === 'absolute' ? Math.floor(added / writing.applications) : Math.max(0, estimate) + added;
  return Math.floor(quantity / unitsPerListing) * unitsPerListing;
}

/** The most whole packs that may be shown, in units. */
export function capOf({ cap, unitsPerListing }: PublishListing): number {
  return cap === null ? Number.POSITIVE_INFINITY : packsDown(cap, unitsPerListing);
}

export function waitUntil(last: number | null, interval: number, at: number): number | undefined {
  return last !== null && last + interval > at ? last + interval : undefined;
}

export function packsDown(units: number, unitsPerListing: number): number {
  return Math.floor(units / unitsPerListing) * unitsPerListing;
}
