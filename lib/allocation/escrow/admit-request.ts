import { settleNodes } from './rights';
import {
  type ChannelEscrow,
  channelOf,
  deficitEffects,
  type EscrowState,
  heldBy,
  plus,
  type Step,
  withChannel,
} from './state';

export interface EscrowRequest {
  node: string;
  units: number;
  /** Who asks; a transfer or a typed adjustment asks for nobody. */
  channel?: string;
}

export interface InsufficientStock {
  refused: 'insufficient_stock';
  shortBy: number;
  /** What could have been given. */
  available: number;
  /** Rights that channels would give back once their listings are lowered. */
  reclaimable: number;
}

/**
 * A request of our own that lowers what may be sold (a reservation, a transfer, a decrease): admitted only from the
 * float, and from rights of the asking channel that are not exposed; what is exposed may be sold this very second.
 */
export function admitRequest(state: EscrowState, request: EscrowRequest): Step | InsufficientStock {
  const asking = request.channel === undefined ? undefined : channelOf(state, request.channel);
  const own = Math.min(unexposed(asking), asking?.held[request.node] ?? 0, request.units);
  let taken = state;
  if (asking !== undefined && request.channel !== undefined && own > 0)
    taken = withChannel(state, request.channel, {
      ...asking,
      held: plus(asking.held, request.node, -own),
    });
  const after = settleNodes({ ...taken, float: plus(taken.float, request.node, own - request.units) });
  const short = deepened(state, after);
  if (short > 0)
    return {
      refused: 'insufficient_stock',
      shortBy: short,
      available: request.units - short,
      reclaimable: reclaimable(state, request),
    };
  return { state: after, effects: deficitEffects(state, after) };
}

function unexposed(channel: ChannelEscrow | undefined): number {
  return channel === undefined ? 0 : heldBy(channel) - channel.exposure;
}

/** Units by which nodes got below zero, or further below it. */
function deepened(before: EscrowState, after: EscrowState): number {
  let units = 0;
  for (const node in after.float)
    units += Math.max(0, Math.min(0, before.float[node] ?? 0) - (after.float[node] ?? 0));
  return units;
}

function reclaimable(state: EscrowState, request: EscrowRequest): number {
  let units = 0;
  for (const channel of Object.values(state.channels)) units += channel.held[request.node] ?? 0;
  return units;
}
