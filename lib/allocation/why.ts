import type { StrictObstacle } from './escrow/capabilities';
import type { Deficit } from './escrow/change-supply';
import type { Explanation } from './explain';
import type { AllocationMode, PushReason } from './publish-state';

/** An event of the SKU that the decision had in its stock, newest first. */
export interface WhyEvent {
  sequence: number;
  type: string;
  /** Single units; null where the event has none. */
  quantity: number | null;
  /** The channel that it came from, else null. */
  channel: string | null;
  /** ISO. */
  occurredAt: string;
  recordedAt: string;
}

/** The number that was last decided to be shown, and what moved it. */
export interface WhyPush {
  /** What the channel was told, in its packs, and the same in single units. */
  packs: number;
  units: number;
  version: number;
  /** ISO: when it was decided and its rights were booked. */
  decidedAt: string;
  /** ISO: when the channel said that it shows it; null: not yet. */
  acknowledgedAt: string | null;
  change: 'raise' | 'lower';
  reason: PushReason;
  /** For `needed_elsewhere`: the listing that the units went to. */
  for: { channel: string; location: string | null } | null;
  /** What was wanted; `units` is less where the float could not bear it. */
  wanted: number;
}

/** Rights of the listing by the escrow, now. Single units. */
export interface WhyRights {
  /** H: rights held. X: the most it can still sell that is not recorded. b: units recorded without a right. */
  held: number;
  exposure: number;
  debt: number;
  /** What the channel shows by our books. */
  estimate: number;
  /** F of its pool: units that no channel may sell yet; below zero the pool has promised more than it has. */
  float: number;
  /** A of its pool: available to sell less open backorders. */
  availableToSell: number;
  /** Pushes sent, or about to be, and not answered for. */
  openPushes: number;
}

/** "Why does the channel hear this number?" */
export interface WhyAnswer {
  sku: string;
  channel: string;
  /** Null where the listing has none. */
  location: string | null;
  mode: AllocationMode;
  /** T, single units: what it should show as of the last plan. */
  target: number;
  /** Null: nothing was decided for it yet, or its mode is a fixed share, whose number follows the stock. */
  push: WhyPush | null;
  /** Null where no rights are counted (fixed share, a listing that was never read back). */
  rights: WhyRights | null;
  /** What stands against the guarantee in its pool: by channel. Empty: strict holds. */
  obstacles: { channel: string; reasons: StrictObstacle[] }[];
  deficit: { kind: Deficit; units: number };
  /**
   * How the number came about: stock, forecast, x*, target, rules with their policy version, as kept with the push when
   * it was decided. Null where nothing was decided for it yet, and in mode fixed share.
   */
  explanation: Explanation | null;
  /** Whether the kept inputs, computed again, give the kept number; null where nothing was kept. */
  replayed: boolean | null;
  events: WhyEvent[];
}
