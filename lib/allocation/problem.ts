import type { Predictive } from '@/lib/demand/predictive';
import type { PoolNode } from './policy';

/** A listing that wants units of a pool. All quantities are single units, whatever pack it sells. */
export interface AllocationListing {
  channel: string;
  /** `''` = no location. */
  location: string;
  /** The nodes that may serve it. */
  nodes: readonly string[];
  /** What a sold unit is worth: net revenue × priority, > 0; only the ratios between listings matter. */
  weight: number;
  /** Demand until the pool is replenished. */
  demand: Predictive;
  /** The least to show, honoured only while the pool can give every floor; 0 = none. */
  floor: number;
  /** The most to show, or null. */
  cap: number | null;
  /** Units of its allocation that are not shown. */
  buffer: number;
  unitsPerListing: number;
}

/** One SKU in one pool. Nodes and listings may come in any order; it makes no difference. */
export interface AllocationProblem {
  /** What each node may sell: signed, single units. */
  nodes: readonly PoolNode[];
  /** Units owed to open backorders of the pool: they come off first. */
  backordered: number;
  listings: readonly AllocationListing[];
}

export interface ListingAllocation {
  channel: string;
  location: string;
  /** x*: whole units ≥ 0, a multiple of the pack. */
  units: number;
  /** P(D > x*), in packs: how likely one more would have been sold. */
  nextSold: number;
  /** E[min(D, x*)], units. */
  expectedSales: number;
}

export interface AllocationPlan {
  /** Sorted by channel and location. */
  listings: ListingAllocation[];
  /** A: what the pool may sell once all debts are taken off. */
  units: number;
  /** Units that no listing may have or wants. */
  unallocated: number;
  /** False where the pool could not give every floor, so that none was honoured. */
  floorsHeld: boolean;
  /** The worth (÷ largest weight) of the last unit handed out: where the next search begins. */
  price: number;
}
