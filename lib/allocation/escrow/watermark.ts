import { setNetExposure } from './rights';
import {
  channelOf,
  deficitEffects,
  type EscrowEffect,
  type EscrowState,
  netExposure,
  type Step,
  withChannel,
} from './state';

/** The channel says that nothing from up to `to` can still arrive. It never goes back. */
export function advanceWatermark(state: EscrowState, name: string, to: number): Step {
  const channel = channelOf(state, name);
  if (to <= channel.watermark) return { state, effects: [] };
  return applyAnchors(withChannel(state, name, { ...channel, watermark: to }), name);
}

/**
 * Applies the anchors that the watermark covers, the oldest first: now every order from before them is recorded, so a
 * candidate is what the channel can still sell. Above the exposure by even the lower candidate, somebody else raised
 * the listing: the exposure follows, into a deficit if need be. Below it by even the higher one, the difference goes
 * back to the float. An anchor takes all older ones with it: they know less than it does about edits by others.
 */
export function applyAnchors(state: EscrowState, name: string): Step {
  let next = state;
  const effects: EscrowEffect[] = [];
  for (;;) {
    const channel = channelOf(next, name);
    const place = channel.anchors.findIndex((covered) => covered.to <= channel.watermark);
    const anchor = channel.anchors[place];
    if (anchor === undefined) break;
    const net = netExposure(channel);
    const settledTo = Math.max(channel.settledTo, anchor.to);
    const anchors = channel.anchors.slice(place + 1);
    next = withChannel(next, name, { ...channel, anchors, settledTo });
    if (anchor.lower > net) effects.push({ type: 'drift', channel: name, units: anchor.upper - net });
    else if (anchor.upper < net)
      effects.push({ type: 'excess_returned', channel: name, units: net - anchor.upper });
    else continue;
    next = setNetExposure(next, name, anchor.upper);
  }
  return { state: next, effects: [...effects, ...deficitEffects(state, next)] };
}
