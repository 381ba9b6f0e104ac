import { addAnchor, anchorFrom, raiseUppers } from './candidates';
import { setNetExposure } from './rights';
import {
  type ChannelEscrow,
  channelOf,
  deficitEffects,
  type EscrowState,
  netExposure,
  type OpenPush,
  type Step,
  withChannel,
} from './state';
import { applyAnchors } from './watermark';

/** When something held true, by the channel's clock. */
export interface Interval {
  from: number;
  to: number;
}

/**
 * What became of a push.
 * - `applied`: it landed within `interval`, and no copy of it can land any more. A lowering delta says with `after` what
 *   the channel shows now; without it nothing is released before an anchor.
 * - `dropped`: it is known for sure that it never landed and never will (a refused compare-and-set is that too).
 * - `stale`: a version at least as high was applied. From the highest version sent that means itself, within `interval`.
 * - `expired`: whether it landed is not known, but it cannot land any more (the promised maximum delay is over). A version
 *   does not expire: it is sent again until it is answered, or superseded. (Closed unknown, the acknowledgement of the
 *   version below it would forget what it may have added.)
 * An outcome that is unknown and may still land is no outcome: nothing is booked, the push stays open.
 */
export type PushOutcome =
  | { outcome: 'applied'; interval: Interval; after?: number }
  | { outcome: 'dropped' }
  | { outcome: 'stale'; interval: Interval }
  | { outcome: 'expired' };

/** An outcome for a push that is not open (it was superseded, or answered before) changes nothing. */
export function settlePush(state: EscrowState, name: string, id: number, outcome: PushOutcome): Step {
  const channel = channelOf(state, name);
  const push = channel.pushes.find((open) => open.id === id);
  if (push === undefined) return { state, effects: [] };
  const settled = settle(state, name, channel, push, outcome);
  // The watermark may have passed the new anchor already.
  const { state: after, effects } = applyAnchors(settled, name);
  const booked = deficitEffects(state, settled);
  return { state: after, effects: [...booked, ...effects] };
}

function settle(
  state: EscrowState,
  name: string,
  channel: ChannelEscrow,
  push: OpenPush,
  outcome: PushOutcome,
): EscrowState {
  const others = channel.pushes.filter((open) => open !== push);
  const closed: ChannelEscrow = { ...channel, pushes: others };
  switch (outcome.outcome) {
    case 'expired':
      return push.write.kind === 'versioned' ? state : withChannel(state, name, closed);
    case 'dropped':
      return release(withChannel(state, name, raiseUppers(closed, -push.exposed)), name, push.exposed);
    case 'stale':
      return push === highestOpenVersion(channel)
        ? withChannel(state, name, anchored(closed, push, outcome.interval))
        : state;
    case 'applied':
      return applied(state, name, closed, push, outcome);
  }
}

function applied(
  state: EscrowState,
  name: string,
  closed: ChannelEscrow,
  push: OpenPush,
  { interval, after }: { interval: Interval; after?: number },
): EscrowState {
  const { write } = push;
  switch (write.kind) {
    case 'absolute':
    case 'versioned':
      return withChannel(state, name, anchored(closed, push, interval));
    case 'delta': {
      if (write.by >= 0 || after === undefined) return withChannel(state, name, closed);
      const taken = Math.max(0, after - write.by) - Math.max(0, after);
      return lower(state, name, closed, taken);
    }
    case 'compareAndSet': {
      const taken = Math.max(0, Math.max(0, write.expected) - Math.max(0, write.quantity));
      const lowered = lower(state, name, closed, taken);
      if (write.times > 1) return lowered;
      return withChannel(lowered, name, anchored(channelOf(lowered, name), push, interval));
    }
  }
}

/** Adds the anchor of a write that set a quantity; versions below it can land no more. */
function anchored(closed: ChannelEscrow, push: OpenPush, interval: Interval): ChannelEscrow {
  if (push.write.kind === 'delta') return closed;
  const living = closed.pushes.filter((other) => !killedBy(push, other));
  const anchor = anchorFrom(push.write.quantity, interval, push, living);
  return addAnchor({ ...closed, pushes: living }, anchor);
}

function killedBy(push: OpenPush, other: OpenPush): boolean {
  return (
    push.write.kind === 'versioned' &&
    other.write.kind === 'versioned' &&
    other.write.version < push.write.version
  );
}

function highestOpenVersion(channel: ChannelEscrow): OpenPush | undefined {
  let highest: OpenPush | undefined;
  for (const push of channel.pushes) if (highest === undefined || killedBy(push, highest)) highest = push;
  return highest;
}

/** So many units were taken off the listing for sure: off the exposure, and off both candidates. */
function lower(state: EscrowState, name: string, closed: ChannelEscrow, units: number): EscrowState {
  const anchors = closed.anchors.map((anchor) => ({
    ...anchor,
    upper: anchor.upper - units,
    lower: anchor.lower - units,
  }));
  return release(withChannel(state, name, { ...closed, anchors }), name, units);
}

function release(state: EscrowState, name: string, units: number): EscrowState {
  return units === 0 ? state : setNetExposure(state, name, netExposure(channelOf(state, name)) - units);
}
