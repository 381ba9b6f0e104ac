import { addAnchor, anchorFrom } from './candidates';
import type { Interval } from './settle-push';
import { channelOf, type EscrowEffect, type EscrowState, netExposure, type Step, withChannel } from './state';
import { applyAnchors } from './watermark';

/**
 * Asks what the channel shows. While a push may land the answer would say nothing, so it is not asked; a question that
 * is open is answered, or given up with `dropReadBack`, before the next.
 */
export function askReadBack(
  state: EscrowState,
  name: string,
  id: number,
): Step | { refused: 'push_open' | 'read_back_open' } {
  const channel = channelOf(state, name);
  if (channel.pushes.length > 0) return { refused: 'push_open' };
  if (channel.readBack !== null) return { refused: 'read_back_open' };
  const readBack = { id, orders: [], restocks: [] };
  return { state: withChannel(state, name, { ...channel, readBack }), effects: [] };
}

/**
 * The channel showed `shown` within `interval`: the time it names itself, or from question to answer. That is an
 * anchor and changes no rights before the watermark covers it; a listing below zero sells nothing and counts as 0.
 */
export function answerReadBack(
  state: EscrowState,
  name: string,
  id: number,
  answer: { shown: number; interval: Interval },
): Step {
  const channel = channelOf(state, name);
  if (channel.readBack?.id !== id)
    return { state, effects: [{ type: 'read_back_discarded', channel: name }] };
  const anchor = anchorFrom(Math.max(answer.shown, 0), answer.interval, channel.readBack);
  const anchored = addAnchor({ ...channel, readBack: null }, anchor);
  const applied = applyAnchors(withChannel(state, name, anchored), name);
  const beyond = anchor.lower - netExposure(channel);
  const pending = channelOf(applied.state, name).anchors.includes(anchor);
  const suspected: EscrowEffect[] =
    pending && beyond > 0 ? [{ type: 'drift_suspected', channel: name, units: beyond }] : [];
  return { state: applied.state, effects: [...applied.effects, ...suspected] };
}

/** No answer came, or a useless one; should it come after all it is discarded. */
export function dropReadBack(state: EscrowState, name: string, id: number): Step {
  const channel = channelOf(state, name);
  if (channel.readBack?.id !== id) return { state, effects: [] };
  return { state: withChannel(state, name, { ...channel, readBack: null }), effects: [] };
}

/**
 * The interval of something that happened between our sending and receiving, by the channel's clock, which may differ
 * from ours by at most `skewMs` either way.
 */
export function betweenOurClocks(sent: number, received: number, skewMs: number): Interval {
  return { from: sent - skewMs, to: received + skewMs };
}
