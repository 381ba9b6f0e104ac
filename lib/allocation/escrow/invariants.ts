import { type EscrowState, heldBy } from './state';

export interface Violation {
  invariant: 'I1' | 'I2' | 'I4';
  where: string;
  detail: string;
}

/** What only a model of the channel knows. */
export interface ChannelTruth {
  /** What it shows. */
  listing: number;
  /** [U] Its orders that we have not recorded, less its restocking cancellations that we have not recorded. */
  unrecorded: number;
  /** Units that broke an assumption and were not detected yet: edits by others, orders from before the watermark. */
  undetected?: number;
}

/**
 * Checks the invariants against what may be sold per node (available to sell less open backorders) and, where a model
 * or simulation knows it, against the truth of the channels. I3 is a state (deficit), not an error: see
 * `explainDeficit`.
 */
export function checkInvariants(
  state: EscrowState,
  availableToSell: Readonly<Record<string, number>>,
  truth: Readonly<Record<string, ChannelTruth>> = {},
): Violation[] {
  const found: Violation[] = [];
  for (const node in availableToSell) {
    let total = state.float[node] ?? 0;
    for (const name in state.channels) total += state.channels[name]?.held[node] ?? 0;
    if (total !== availableToSell[node])
      found.push({
        invariant: 'I1',
        where: node,
        detail: `float + held = ${total}, to sell ${availableToSell[node]}`,
      });
  }
  for (const name in state.channels) {
    const channel = state.channels[name];
    if (channel === undefined) continue;
    const { exposure, debt } = channel;
    const held = heldBy(channel);
    const negative = Object.values(channel.held).some((units) => units < 0);
    if (exposure < 0 || exposure > held || debt < 0 || negative)
      found.push({
        invariant: 'I2',
        where: name,
        detail: `exposure ${exposure}, held ${held}, debt ${debt}`,
      });
    const real = truth[name];
    if (real === undefined) continue;
    const sellable = Math.max(real.listing, 0) + real.unrecorded;
    if (sellable > exposure - debt + (real.undetected ?? 0))
      found.push({
        invariant: 'I4',
        where: name,
        detail: `may sell ${sellable} that is not recorded, exposure ${exposure} − debt ${debt}`,
      });
  }
  return found;
}
