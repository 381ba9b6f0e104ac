import type { Predictive } from '@/lib/demand/predictive';

/**
 * How a pool may be shown: `strict` never promises a unit twice; `bounded` may, as long as the modelled chance of
 * overselling within one loop is at most ε; `fixed_share` shows each listing its whole share and keeps no float.
 * One mode per SKU and pool.
 */
export type AllocationMode = 'strict' | 'fixed_share' | { bounded: number };

/**
 * How a channel is written to, which says what a push costs in rights before it is known to have landed: an absolute
 * quantity adds itself `applications` times to what may still be sold, a delta only its difference.
 */
export interface Writing {
  kind: 'absolute' | 'delta';
  /** How many times one push may be applied. */
  applications: number;
}

/** A listing as the publisher sees it. Quantities are single units; times ms since 1970. */
export interface PublishListing {
  channel: string;
  location: string;
  nodes: readonly string[];
  unitsPerListing: number;
  writing: Writing;
  weight: number;
  floor: number;
  cap: number | null;
  buffer: number;
  /** x*. */
  optimum: number;
  /** Demand over the cover time, over loop + tick, and until the pool is replenished. */
  demand: { cover: Predictive; soon: Predictive; later: Predictive };
  /** What the channel shows by our books. */
  estimate: number;
  /** H: rights held. X: the most it can still sell that is not recorded. X ≤ H in strict mode. */
  held: number;
  exposure: number;
  /** An open push waits for its answer, or the listing is paused: nothing can be sent. */
  blocked: boolean;
  /** Raises wait: a drift or a broken watermark is being looked at. */
  raisesBlocked: boolean;
  lastRaisedAt: number | null;
  lastLoweredAt: number | null;
  /** Units that a promotion keeps in the float for this channel, less what it sold in it and holds already. */
  holdBack: number;
}

export interface PublishState {
  at: number;
  mode: AllocationMode;
  /** A: available to sell − open backorders of the pool, signed = float + Σ held. */
  units: number;
  /** F by node, signed. */
  nodes: readonly { node: string; float: number }[];
  /** Of a float below zero: units that only a raised safety stock or another policy took. They stop raises, no more. */
  deficitByPolicy: number;
  listings: readonly PublishListing[];
}

export type PushReason =
  /** Shows nothing although units are meant for it. */
  | 'out_of_stock'
  /** Could run out before the next round of orders, pushes and answers is through. */
  | 'running_low'
  /** Shows half its target or less. */
  | 'below_half'
  /** Shows another number than its fixed share. */
  | 'fixed_share'
  /** Another listing would earn more with these units. */
  | 'needed_elsewhere'
  /** Shows more than its cap allows. */
  | 'above_cap'
  /** The pool has promised more than it has. */
  | 'deficit';

export interface WantedPush {
  channel: string;
  location: string;
  change: 'raise' | 'lower';
  /** What the listing is to show: single units, whole packs. */
  quantity: number;
  estimate: number;
  target: number;
  /** Rights it takes from the float when it is sent: max(0, exposure afterwards − held). */
  needs: number;
  /** It could sell out before the loop is through. */
  urgent: boolean;
  /** w·P(D_soon > estimate), weights ÷ the largest: what is lost by waiting. */
  urgency: number;
  reason: PushReason;
  /** For `needed_elsewhere`: for whom. */
  for?: { channel: string; location: string };
}

/** Why a listing that should be raised is not, or not to its target. */
export interface UnmetNeed {
  channel: string;
  location: string;
  target: number;
  /** What it will show for now. */
  granted: number;
  /** Rights that were missing. */
  shortBy: number;
  /** What holds them back. */
  because: 'float_empty' | 'protected_for_dearer' | 'held_back_for_promotion' | 'deficit' | 'raises_blocked';
}

export interface PublishPlan {
  /** Units that may be promised twice (mode bounded); 0 in the other modes. Rights may exceed the pool by these. */
  allowance: number;
  targets: { channel: string; location: string; target: number; cover: number }[];
  /** In the order in which they are to be sent. */
  pushes: WantedPush[];
  unmet: UnmetNeed[];
  /** Listings that would be pushed, had they not been a moment ago: look again then (ms), or null. */
  lookAgainAt: number | null;
}
