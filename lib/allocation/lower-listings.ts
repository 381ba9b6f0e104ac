import type { FloatLedger } from './float-ledger';
import { listingKey } from './policy';
import type { PublishListing, PublishState, PushReason, WantedPush } from './publish-state';
import {
  capOf,
  type Need,
  type PushCase,
  packsDown,
  quantityFor,
  raise_interval_urgent_ms,
  rightsFor,
  waitUntil,
} from './push-case';

export const lower_interval_ms = 10 * 60_000;
/** A need must be worth so much more than what the donor would earn, or units would be sent to and fro. */
export const lower_worth_factor = 1.2;
export const lower_worth_margin = 0.02;
/** A donor must have so much above its target. */
export const lower_excess_units_min = 2;
export const lower_excess_share_min = 0.25;
/** Where a pool has at most so many units per listing, one unit is enough. */
export const small_pool_units_per_listing = 4;

/**
 * What a donor is expected to lose while it shows nothing, against what its excess would earn: below this it is emptied
 * where nothing else can be afforded, and shown again once its rights have come back.
 */
export const empty_loss_share = 0.1;

/** What one round of decisions has come to so far. */
export interface Round {
  state: PublishState;
  cases: readonly PushCase[];
  float: FloatLedger;
  pushes: WantedPush[];
  /** Until when something has to wait that would be pushed. */
  waits: number[];
}

/** What shows more than its cap goes down to it, as soon as the float can bear the push. */
export function lowerToCaps({ cases, float, pushes }: Round): void {
  for (const entry of cases) {
    const { listing, target } = entry;
    const cap = capOf(listing);
    if (listing.blocked || listing.estimate <= cap) continue;
    const quantity = Math.min(cap, affordable(listing, float));
    if (quantity >= Math.min(cap, target)) push(entry, quantity, 'above_cap', float, pushes);
  }
}

/**
 * Lowers others for a need, from whoever earns least with its last unit. An absolute quantity needs rights of its own
 * while it is open, for the channel may sell the old one and the new: where the float cannot bear that beside what is
 * kept of it (`reserved`), it waits; or it is emptied for a moment, which takes no rights, where next to nothing is lost
 * by that.
 */
export function lowerForNeed(need: Need, round: Round, reserved: number): WantedPush[] {
  const { state, cases, float, waits } = round;
  const pushes: WantedPush[] = [];
  const least = state.units <= small_pool_units_per_listing * cases.length ? 1 : undefined;
  let missing = need.shortBy;
  for (const donor of leastValuableFirst(cases, round.pushes)) {
    const { listing, target } = donor;
    if (missing <= 0) break;
    if (listingKey(listing) === listingKey(need)) continue;
    if (!listing.nodes.some((node) => need.nodes.includes(node))) continue;
    if (need.worth <= lower_worth_factor * donor.marginOfLast + lower_worth_margin) break;
    const excess = listing.estimate - target;
    if (excess < (least ?? Math.max(lower_excess_units_min, lower_excess_share_min * target))) continue;
    const wait = waitUntil(listing.lastLoweredAt, lower_interval_ms, state.at);
    if (wait !== undefined) {
      waits.push(wait);
      continue;
    }
    const wanted = packsDown(Math.max(target, listing.estimate - missing), listing.unitsPerListing);
    const most = affordable(listing, float, reserved);
    // The lower, the fewer rights it takes: where not all can be borne it goes down to its target at once.
    const borne = most >= wanted ? wanted : Math.min(most, target);
    const lost = donor.weight * listing.demand.soon.mean;
    const empties = lost <= empty_loss_share * need.worth * excess;
    const quantity = borne < target && empties ? 0 : borne;
    if ((quantity < target && !empties) || quantity >= listing.estimate) continue;
    push(donor, quantity, 'needed_elsewhere', float, pushes, need);
    missing -= listing.estimate - quantity;
  }
  return pushes;
}

/**
 * Takes back what was promised and is not there, from the least valuable first. With nothing in the float an absolute
 * quantity can only be 0, which never needs a right.
 */
export function recall(deficit: number, { state, cases, float, pushes, waits }: Round): void {
  let missing = deficit;
  for (const entry of leastValuableFirst(cases, pushes)) {
    const { listing } = entry;
    if (missing <= 0) break;
    if (listing.estimate <= 0) continue;
    const wait = waitUntil(listing.lastLoweredAt, raise_interval_urgent_ms, state.at);
    if (wait !== undefined) {
      waits.push(wait);
      continue;
    }
    const wanted = packsDown(Math.max(0, listing.estimate - missing), listing.unitsPerListing);
    const quantity = Math.min(wanted, affordable(listing, float));
    push({ ...entry, urgent: true }, quantity, 'deficit', float, pushes);
    missing -= listing.estimate - quantity;
  }
}

/** Fixed shares follow the stock down without waiting for anybody's need. */
export function lowerToShares({ state, cases, float, pushes, waits }: Round): void {
  for (const entry of leastValuableFirst(cases, pushes)) {
    const { listing, target } = entry;
    if (listing.estimate <= target) continue;
    const wait = waitUntil(listing.lastLoweredAt, raise_interval_urgent_ms, state.at);
    if (wait === undefined) push(entry, target, 'fixed_share', float, pushes);
    else waits.push(wait);
  }
}

/** Those that can be pushed and are not yet, by what the last unit they hold earns. */
function leastValuableFirst(cases: readonly PushCase[], pushes: readonly WantedPush[]): PushCase[] {
  const taken = new Set(pushes.map(listingKey));
  return cases
    .filter(({ listing }) => !listing.blocked && !taken.has(listingKey(listing)))
    .sort((a, b) => a.marginOfLast - b.marginOfLast);
}

/** The highest quantity whose rights the float can bear; a lowering by a delta needs none. */
function affordable(listing: PublishListing, float: FloatLedger, reserved = 0): number {
  if (listing.writing.kind === 'delta') return Number.POSITIVE_INFINITY;
  return Math.max(0, quantityFor(listing, float.reach(listing.nodes) - reserved));
}

function push(
  { listing, target, urgent, urgency }: PushCase,
  quantity: number,
  reason: PushReason,
  float: FloatLedger,
  pushes: WantedPush[],
  need?: Need,
): void {
  const { channel, location, estimate } = listing;
  const needs = rightsFor(listing, quantity);
  float.take(listing.nodes, needs);
  pushes.push({
    channel,
    location,
    change: 'lower',
    quantity,
    estimate,
    target,
    needs,
    urgent,
    urgency,
    reason,
    ...(need === undefined ? {} : { for: { channel: need.channel, location: need.location } }),
  });
}
