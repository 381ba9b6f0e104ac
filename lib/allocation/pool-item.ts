import type { StrictObstacle } from './escrow/capabilities';
import type { Deficit } from './escrow/change-supply';
import type { AllocationMode } from './publish-state';

/** A channel's rights in a pool, over all of its listings there. Single units. */
export interface PoolChannel {
  channel: string;
  held: number;
  exposure: number;
  debt: number;
}

/** One SKU in one pool: what may be sold, what no channel may sell yet, and what each may. Single units. */
export interface PoolItem {
  sku: string;
  nodes: string[];
  mode: AllocationMode;
  /** A: available to sell less open backorders, signed = float + held. */
  availableToSell: number;
  /** F; 0 rights are counted in mode fixed share, so there it is all that may be sold. */
  float: number;
  held: number;
  channels: PoolChannel[];
  /** What stands against the guarantee of mode strict; empty: it holds. */
  obstacles: { channel: string; reasons: StrictObstacle[] }[];
  deficit: { kind: Deficit; units: number };
}
