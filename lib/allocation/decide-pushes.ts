import { freshTails, type TailsSource } from '@/lib/demand/tails';
import { FloatLedger } from './float-ledger';
import { lowerForNeed, lowerToCaps, lowerToShares, type Round, recall } from './lower-listings';
import { listingKey } from './policy';
import { protectedUnits } from './protection';
import type {
  AllocationMode,
  PublishListing,
  PublishPlan,
  PublishState,
  PushReason,
  UnmetNeed,
  WantedPush,
} from './publish-state';
import {
  allowanceOf,
  casesOf,
  type Need,
  type PushCase,
  quantityFor,
  raise_interval_urgent_ms,
  rightsFor,
  waitUntil,
} from './push-case';

/** Or it is raised in peace when it shows this share of its target or less. */
export const raise_below_share = 0.5;
export const raise_interval_ms = 5 * 60_000;
/** A listing that shows something is raised by at least so many units, or this share of its target. */
export const raise_step_units = 3;
export const raise_step_share = 0.35;

/**
 * Which pushes a pool wants now, and why. Raises first the urgent, then the others, each at most every 5 minutes (15 s
 * where urgent) and only as far as the float reaches beyond what is kept for promotions and dearer channels. A listing
 * is lowered only for a need that is worth clearly more, from whoever earns least with what it has, at most every 10
 * minutes; or because it shows more than its cap, or the pool has promised more than it has. Sends nothing by itself:
 * whoever sends checks the rights again.
 */
export function decidePushes(state: PublishState, tails: TailsSource = freshTails): PublishPlan {
  const allowance = allowanceOf(state, tails);
  const cases = casesOf(state, tails, allowance.each);
  const float = new FloatLedger(state, allowance.total);
  const pushes: WantedPush[] = [];
  const unmet: Need[] = [];
  const waits: number[] = [];
  // What may be promised twice is missing on purpose.
  const deficit = Math.max(0, -float.total - allowance.total);
  const toRecall = deficit - Math.min(deficit, state.deficitByPolicy);

  const round: Round = { state, cases, float, pushes, waits };

  lowerToCaps(round);
  if (state.mode === 'fixed_share') lowerToShares(round);
  else if (toRecall > 0) recall(toRecall, round);
  const isPushed = (listing: PublishListing) =>
    pushes.some((push) => listingKey(push) === listingKey(listing));

  for (const entry of [...cases].sort(mostUrgentFirst)) {
    const reason = raiseReason(entry, state.mode);
    if (reason === undefined || entry.listing.blocked || isPushed(entry.listing)) continue;
    const wait = waitUntil(
      entry.listing.lastRaisedAt,
      entry.urgent ? raise_interval_urgent_ms : raise_interval_ms,
      state.at,
    );
    if (wait !== undefined) {
      waits.push(wait);
      continue;
    }
    let grant = grantOf(entry, round, tails, deficit);
    let takenBack: WantedPush[] = [];
    if (grant.shortBy > 0 && grant.because === 'float_empty') {
      // An absolute lowering needs rights itself for a while: it comes before the raise that would take the last of them.
      takenBack = lowerForNeed(needOf(entry, grant), round, neededAtOnce(entry));
      grant = grantOf(entry, round, tails, deficit);
    }
    if (grant.quantity > entry.listing.estimate) {
      float.take(entry.listing.nodes, grant.needs);
      pushes.push(raising(entry, grant.quantity, grant.needs, reason));
    }
    pushes.push(...takenBack);
    if (grant.shortBy > 0) unmet.push(needOf(entry, grant));
  }

  return {
    allowance: allowance.total,
    targets: cases.map(({ listing: { channel, location }, target, cover }) => ({
      channel,
      location,
      target,
      cover,
    })),
    pushes,
    unmet: unmet.map(({ worth: _worth, nodes: _nodes, ...need }) => need),
    lookAgainAt: waits.length === 0 ? null : Math.min(...waits),
  };
}

function raiseReason({ listing, target, urgent }: PushCase, mode: AllocationMode): PushReason | undefined {
  const { estimate, unitsPerListing } = listing;
  if (estimate + unitsPerListing > target) return undefined;
  if (estimate <= 0) return 'out_of_stock';
  // One that shows most of its target gains next to nothing by a push, however soon it may sell out.
  if (target - estimate < Math.min(raise_step_units, raise_step_share * target)) return undefined;
  if (urgent) return 'running_low';
  if (mode === 'fixed_share') return 'fixed_share';
  return estimate <= target * raise_below_share ? 'below_half' : undefined;
}

interface Grant {
  quantity: number;
  needs: number;
  shortBy: number;
  because: UnmetNeed['because'];
}

/** As near to its target as the float allows: what it would cost, and what stands in the way of the rest. */
function grantOf(entry: PushCase, round: Round, tails: TailsSource, deficit: number): Grant {
  const { state, cases, float } = round;
  const { listing, target } = entry;
  const wanted = rightsFor(listing, target);
  const nothing = { quantity: listing.estimate, needs: 0, shortBy: wanted };
  if (listing.raisesBlocked) return { ...nothing, because: 'raises_blocked' };
  // A fixed share is trusted with what it shows: no rights are counted for it.
  if (state.mode === 'fixed_share')
    return { quantity: target, needs: wanted, shortBy: 0, because: 'float_empty' };
  if (deficit > 0) return { ...nothing, because: 'deficit' };
  const there = float.reach(listing.nodes);
  const neighbours = cases.filter((other) => other !== entry && sharesNode(other.listing, listing));
  const dearer = neighbours.filter((other) => other.listing.weight > listing.weight);
  const promised = neighbours.reduce((sum, other) => sum + other.listing.holdBack, 0);
  const covered = dearer.reduce((sum, other) => sum + other.listing.held, 0);
  const fares = dearer.map((other) => ({ weight: other.listing.weight, demand: other.listing.demand.later }));
  const guarded = Math.max(0, protectedUnits(listing.weight, fares, tails) - covered);
  const free = Math.max(0, there - Math.max(promised, guarded));
  if (wanted <= free) return { quantity: target, needs: wanted, shortBy: 0, because: 'float_empty' };
  const quantity = Math.min(target, quantityFor(listing, free));
  const because =
    wanted > there ? 'float_empty' : promised >= guarded ? 'held_back_for_promotion' : 'protected_for_dearer';
  return {
    quantity: Math.max(quantity, listing.estimate),
    needs: quantity > listing.estimate ? rightsFor(listing, quantity) : 0,
    shortBy: wanted - free,
    because,
  };
}

/** Rights without which it could sell out before the next look. */
function neededAtOnce({ listing, target, soon, urgent }: PushCase): number {
  const quantity = Math.min(target, soon + listing.unitsPerListing);
  return urgent && quantity > listing.estimate ? rightsFor(listing, quantity) : 0;
}

function raising(
  { listing, target, urgent, urgency }: PushCase,
  quantity: number,
  needs: number,
  reason: PushReason,
) {
  const { channel, location, estimate } = listing;
  const change = 'raise' as const;
  return { channel, location, change, quantity, estimate, target, needs, urgent, urgency, reason };
}

function needOf({ listing, target, worthOfNext }: PushCase, { quantity, shortBy, because }: Grant): Need {
  const { channel, location, nodes } = listing;
  return { channel, location, target, granted: quantity, shortBy, because, worth: worthOfNext, nodes };
}

function mostUrgentFirst(a: PushCase, b: PushCase): number {
  return Number(b.urgent) - Number(a.urgent) || b.urgency - a.urgency || b.worthOfNext - a.worthOfNext;
}

function sharesNode(a: PublishListing, b: PublishListing): boolean {
  return a.nodes.some((node) => b.nodes.includes(node));
}
