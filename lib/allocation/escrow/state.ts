/**
 * Escrow: the books of rights that make overselling impossible. One state per SKU and pool; every function of this
 * folder takes a state and gives a new one, sharing what did not change. Units are whole single units, times are
 * milliseconds of the channel's clock unless said otherwise. The letters of the design stand in brackets.
 *
 * Invariants after every step (`checkInvariants`):
 *   I1  per node, float + Σ held = available to sell less open backorders [F + ΣH = A]
 *   I2  per channel, 0 ≤ exposure ≤ Σ held, debt ≥ 0 [0 ≤ X ≤ H, b ≥ 0]
 *   I3  float ≥ 0, else the pool is in deficit
 *   I4  what the channel shows + what it sold and we have not recorded ≤ exposure − debt
 * Together: all that the channels of a pool can still sell never exceeds what is there.
 */
export interface EscrowState {
  /** [F] by node: units that no channel may sell yet. */
  readonly float: Readonly<Record<string, number>>;
  readonly channels: Readonly<Record<string, ChannelEscrow>>;
}

export interface ChannelEscrow {
  /** The nodes it sells from, in sourcing order; all of this pool, never empty. */
  readonly nodes: readonly string[];
  /** [H] by node: the rights it holds. */
  readonly held: Readonly<Record<string, number>>;
  /** [X] The most it can still sell that we have not recorded. */
  readonly exposure: number;
  /** [b] Units recorded without a right: they wait for the report of a restock, or for an audit. */
  readonly debt: number;
  /** [W] No order (nor cancellation, where the connector says so) with a time ≤ this can still arrive. */
  readonly watermark: number;
  /** [S] The end of the last anchor applied: an order from before it was counted already, it is late. */
  readonly settledTo: number;
  /** Not yet covered by the watermark, in the order in which they were true. */
  readonly anchors: readonly Anchor[];
  /** Sent and possibly still landing, in the order they were sent. */
  readonly pushes: readonly OpenPush[];
  /** One question at a time: of two overlapping answers nobody could say which was true last. */
  readonly readBack: OpenReadBack | null;
}

/** "The listing was v at some time in [from, to]." */
export interface Anchor {
  /** [X̂] What exposure − debt would be had v been certain: the higher candidate, signed. */
  readonly upper: number;
  /** [X̲] The lower candidate. Only an edit by somebody else explains exposure − debt below it. */
  readonly lower: number;
  readonly from: number;
  readonly to: number;
}

/** Units that were ordered or restocked while a push or read-back was open; `at` null = time unknown. */
export interface LoggedUnits {
  readonly at: number | null;
  readonly units: number;
}

/** What is written to a listing, in single units. */
export type PushWrite =
  /** Show q; it may be applied up to `times` [k] times. */
  | { readonly kind: 'absolute'; readonly quantity: number; readonly times: number }
  /** Show q unless a version at least as high was applied: at most once however often it is sent. */
  | { readonly kind: 'versioned'; readonly quantity: number; readonly version: number }
  /** Show d more or less than now, once per key. */
  | { readonly kind: 'delta'; readonly by: number }
  /** Show q if e is shown; it may be applied up to `times` [k] times. */
  | {
      readonly kind: 'compareAndSet';
      readonly expected: number;
      readonly quantity: number;
      readonly times: number;
    };

export interface OpenPush {
  /** Unique per channel. */
  readonly id: number;
  readonly write: PushWrite;
  /** What it added to the exposure when it was sent. */
  readonly exposed: number;
  readonly orders: readonly LoggedUnits[];
  readonly restocks: readonly LoggedUnits[];
}

export interface OpenReadBack {
  readonly id: number;
  readonly orders: readonly LoggedUnits[];
  readonly restocks: readonly LoggedUnits[];
}

/** What the books noticed on the way; the caller makes alerts of them. */
export type EscrowEffect =
  /** Orders came that the watermark had excluded: strict mode is off for the channel until somebody looked. */
  | {
      readonly type: 'watermark_broken';
      readonly channel: string;
      readonly at: number;
      readonly units: number;
    }
  /** The channel shows more than explains itself; not certain before the watermark covers it. */
  | { readonly type: 'drift_suspected'; readonly channel: string; readonly units: number }
  /** Somebody edited the listing: it can sell this many units that nobody gave it. They were taken from the float. */
  | { readonly type: 'drift'; readonly channel: string; readonly units: number }
  /** Exposure that turned out not to be there went back to the float. */
  | { readonly type: 'excess_returned'; readonly channel: string; readonly units: number }
  /** The float of the pool fell below zero by this many units (all of them, not only the new ones). */
  | { readonly type: 'deficit'; readonly units: number }
  | { readonly type: 'deficit_cleared' }
  /** A push was open between question and answer, so the answer says nothing. */
  | { readonly type: 'read_back_discarded'; readonly channel: string };

export interface Step {
  readonly state: EscrowState;
  readonly effects: readonly EscrowEffect[];
}

/** Nothing happened; `shortBy` units are missing in the float. */
export type PushRefusal =
  | { readonly refused: 'push_open' }
  | { readonly refused: 'float_short'; readonly shortBy: number };

/** A pool before any channel holds a right: all that may be sold is float. */
export function openEscrow(
  availableToSell: Readonly<Record<string, number>>,
  channels: Readonly<Record<string, { nodes: readonly string[]; since: number }>>,
): EscrowState {
  return {
    float: availableToSell,
    channels: Object.fromEntries(
      Object.entries(channels).map(([channel, { nodes, since }]) => [
        channel,
        {
          nodes,
          held: {},
          exposure: 0,
          debt: 0,
          watermark: since,
          settledTo: since,
          anchors: [],
          pushes: [],
          readBack: null,
        },
      ]),
    ),
  };
}

export function channelOf(state: EscrowState, channel: string): ChannelEscrow {
  const found = state.channels[channel];
  if (found === undefined) throw new Error(`channel ${channel} is not in this pool`);
  return found;
}

export function withChannel(state: EscrowState, channel: string, changed: ChannelEscrow): EscrowState {
  return { float: state.float, channels: { ...state.channels, [channel]: changed } };
}

/** [ΣF] */
export function floatOf(state: EscrowState): number {
  return sum(state.float);
}

/** [H] over all nodes. */
export function heldBy(channel: ChannelEscrow): number {
  return sum(channel.held);
}

/** [X − b] The net the bookkeeping of a channel moves; below zero there is debt. */
export function netExposure(channel: ChannelEscrow): number {
  return channel.exposure - channel.debt;
}

export function sum(units: Readonly<Record<string, number>>): number {
  let total = 0;
  for (const key in units) total += units[key] ?? 0;
  return total;
}

/** Adds to one entry; entries that become 0 stay, so that the same books read the same. */
export function plus(
  units: Readonly<Record<string, number>>,
  key: string,
  by: number,
): Readonly<Record<string, number>> {
  return { ...units, [key]: (units[key] ?? 0) + by };
}

/** The effects of a change of the float: told when the pool gets into deficit, deeper into it, or out of it. */
export function deficitEffects(before: EscrowState, after: EscrowState): EscrowEffect[] {
  const [was, is] = [shortOf(before), shortOf(after)];
  if (is > was) return [{ type: 'deficit', units: is }];
  return was > 0 && is === 0 ? [{ type: 'deficit_cleared' }] : [];
}

/** Units by which nodes are below zero; what other nodes have does not help them, or it would have been exchanged. */
function shortOf(state: EscrowState): number {
  let short = 0;
  for (const node in state.float) short += Math.max(0, -(state.float[node] ?? 0));
  return short;
}
