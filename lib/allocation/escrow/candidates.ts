import type { Anchor, ChannelEscrow, LoggedUnits, OpenPush } from './state';

/**
 * An order moves a candidate only where its time says for sure on which side of the anchor it lies; ties count against
 * us: the higher candidate falls only for orders after the whole interval, the lower one for all that may be after it.
 */
export function noteOrder(channel: ChannelEscrow, at: number, units: number): ChannelEscrow {
  const entry: LoggedUnits = { at, units };
  return {
    ...channel,
    anchors: channel.anchors.map((anchor) => ({
      ...anchor,
      upper: anchor.upper - (at > anchor.to ? units : 0),
      lower: anchor.lower - (at >= anchor.from ? units : 0),
    })),
    pushes: channel.pushes.map((push) => ({ ...push, orders: [...push.orders, entry] })),
    readBack: channel.readBack && { ...channel.readBack, orders: [...channel.readBack.orders, entry] },
  };
}

/** The mirror image of `noteOrder` for units that were, or may have been, put back into the listing. */
export function noteRestock(channel: ChannelEscrow, at: number | null, units: number): ChannelEscrow {
  const entry: LoggedUnits = { at, units };
  return {
    ...channel,
    anchors: channel.anchors.map((anchor) => ({
      ...anchor,
      upper: anchor.upper + (at === null || at >= anchor.from ? units : 0),
      lower: anchor.lower + (at !== null && at > anchor.to ? units : 0),
    })),
    pushes: channel.pushes.map((push) => ({ ...push, restocks: [...push.restocks, entry] })),
    readBack: channel.readBack && { ...channel.readBack, restocks: [...channel.readBack.restocks, entry] },
  };
}

/** Raises the higher candidates by what a push may add, or takes back what it turned out not to. */
export function raiseUppers(channel: ChannelEscrow, units: number): ChannelEscrow {
  if (units === 0) return channel;
  return {
    ...channel,
    anchors: channel.anchors.map((anchor) => ({ ...anchor, upper: anchor.upper + units })),
  };
}

/**
 * The anchor "shown was `quantity` at some time in [from, to]", from the orders and restocks recorded since the
 * question was asked, and what other writes may have added since.
 * Worked: shown 10 in [100, 120], recorded meanwhile an order of 1 at 110 and one at 130: it may still sell 9 (the
 * first may be in the 10 already or not), or 8.
 */
export function anchorFrom(
  quantity: number,
  interval: { from: number; to: number },
  log: { orders: readonly LoggedUnits[]; restocks: readonly LoggedUnits[] },
  others: readonly OpenPush[] = [],
): Anchor {
  let upper = quantity;
  let lower = quantity;
  for (const { at, units } of log.orders) {
    if (at !== null && at > interval.to) upper -= units;
    if (at === null || at >= interval.from) lower -= units;
  }
  for (const { at, units } of log.restocks) {
    if (at === null || at >= interval.from) upper += units;
    if (at !== null && at > interval.to) lower += units;
  }
  for (const push of others) upper += push.exposed;
  return { upper, lower, from: interval.from, to: interval.to };
}

/** Anchors are true in the order in which they come: pushes land and read-backs are asked one after the other. */
export function addAnchor(channel: ChannelEscrow, anchor: Anchor): ChannelEscrow {
  return { ...channel, anchors: [...channel.anchors, anchor] };
}
