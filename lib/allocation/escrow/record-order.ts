import { noteOrder } from './candidates';
import { settleNodes } from './rights';
import {
  type ChannelEscrow,
  channelOf,
  deficitEffects,
  type EscrowEffect,
  type EscrowState,
  plus,
  type Step,
  withChannel,
} from './state';

export interface OrderedUnits {
  channel: string;
  /** Where the ledger committed them (or wants to: what no node holds is owed at the channel's first node). */
  node: string;
  units: number;
  /** By the channel's clock. */
  at: number;
}

/**
 * An order was recorded: what may still be sold fell by its units, and so do the rights. Units beyond the exposure
 * (a restocked unit was sold again before we heard of the restock, or somebody edited the listing) are paid by the
 * float and owed by the channel. An order from before the last anchor applied was counted in it already: the float
 * pays, the exposure stays, and the channel's watermark is broken.
 */
export function recordOrder(state: EscrowState, order: OrderedUnits): Step {
  const channel = channelOf(state, order.channel);
  const effects: EscrowEffect[] = [];
  const late = order.at <= channel.settledTo;
  const byRight = late ? 0 : Math.min(order.units, channel.exposure);
  const beyond = order.units - byRight;

  let next = noteOrder(spendRights(channel, order.node, byRight), order.at, order.units);
  next = { ...next, exposure: next.exposure - byRight };
  if (late) effects.push({ type: 'watermark_broken', ...pick(order) });
  else next = { ...next, debt: next.debt + beyond };

  let { float } = state;
  for (const node of new Set([...channel.nodes, order.node])) {
    const freed = (channel.held[node] ?? 0) - (next.held[node] ?? 0);
    if (freed !== 0) float = plus(float, node, freed);
  }
  // What leaves is `units` at the order's node; rights used elsewhere were swapped for float there.
  float = plus(float, order.node, -order.units);
  const after = settleNodes({ ...withChannel(state, order.channel, next), float });
  return { state: after, effects: [...effects, ...deficitEffects(state, after)] };
}

/** Rights at the order's own node first, then at the others in sourcing order. */
function spendRights(channel: ChannelEscrow, node: string, units: number): ChannelEscrow {
  let { held } = channel;
  let rest = units;
  for (const at of [node, ...channel.nodes]) {
    const used = Math.min(rest, held[at] ?? 0);
    if (used === 0) continue;
    held = plus(held, at, -used);
    rest -= used;
  }
  return { ...channel, held };
}

function pick({ channel, at, units }: OrderedUnits) {
  return { channel, at, units };
}
