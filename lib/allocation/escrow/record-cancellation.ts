import { noteRestock } from './candidates';
import { settleNodes } from './rights';
import { channelOf, deficitEffects, type EscrowState, plus, type Step, withChannel } from './state';

export interface CancelledUnits {
  channel: string;
  /** Where they had been committed. */
  node: string;
  units: number;
  /** By the channel's clock; null = unknown. */
  at: number | null;
  /** Whether the channel put them back into its own listing. What is not known counts as `may`. */
  restock: 'yes' | 'may' | 'never';
}

/**
 * A cancellation was recorded. Where the channel restocks, or may, the units belong to its own exposure, never to the
 * float: it could have sold them again before we heard of it. A debt is paid first, which is how one arises.
 */
export function recordCancellation(state: EscrowState, cancelled: CancelledUnits): Step {
  const channel = channelOf(state, cancelled.channel);
  const paid = cancelled.restock === 'never' ? cancelled.units : Math.min(cancelled.units, channel.debt);
  const exposed = cancelled.units - paid;
  const next = cancelled.restock === 'never' ? channel : noteRestock(channel, cancelled.at, cancelled.units);
  const after = settleNodes({
    ...withChannel(state, cancelled.channel, {
      ...next,
      exposure: next.exposure + exposed,
      debt: next.debt - (cancelled.restock === 'never' ? 0 : paid),
      held: exposed > 0 ? plus(next.held, cancelled.node, exposed) : next.held,
    }),
    float: paid > 0 ? plus(state.float, cancelled.node, paid) : state.float,
  });
  return { state: after, effects: deficitEffects(state, after) };
}
