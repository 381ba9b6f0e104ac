/** How far the units of an order line are booked: sums over events, and the maximum over cumulative states. */
export interface LineCounters {
  orderedCounted: number;
  cancelledCounted: number;
  orderedReported: number;
  cancelledReported: number;
  /** Of the cancelled units: those that its channel put back into its listing, or may have. */
  restocked: number;
}

/** An event of an order line: units added, or the cumulative state. */
export type LineEvent =
  | { type: 'order_placed'; quantity: number }
  | { type: 'order_cancelled'; quantity: number }
  /** Without `restocked` all that was cancelled may have been put back. */
  | { type: 'order_snapshot'; ordered: number; cancelled: number; restocked?: number };

const nothing: LineCounters = {
  orderedCounted: 0,
  cancelledCounted: 0,
  orderedReported: 0,
  cancelledReported: 0,
  restocked: 0,
};

/** Units that were ordered less those that were cancelled can never be fewer than none. */
function implied(line: LineCounters): { ordered: number; cancelled: number } {
  const ordered = Math.max(line.orderedCounted, line.orderedReported);
  return { ordered, cancelled: Math.min(ordered, Math.max(line.cancelledCounted, line.cancelledReported)) };
}

/**
 * The units that an event adds to what is booked of its line. `begins`: it is the first event of the line. Of a line
 * that began before its rights were kept, what was ordered is taken as booked and what it says is cancelled as new: both
 * err towards more exposure, never less. `restocked` may exceed `cancelled`: units put back after they were told of.
 */
export function unitsOf(
  before: LineCounters | null,
  event: LineEvent,
  begins: boolean,
): { after: LineCounters; ordered: number; cancelled: number; restocked: number } {
  const was = before ?? nothing;
  const after = { ...was };
  if (event.type === 'order_placed') after.orderedCounted += event.quantity;
  else if (event.type === 'order_cancelled') after.cancelledCounted += event.quantity;
  else {
    after.orderedReported = Math.max(after.orderedReported, event.ordered);
    after.cancelledReported = Math.max(after.cancelledReported, event.cancelled);
  }
  const rise = implied(after).cancelled - implied(was).cancelled;
  after.restocked =
    event.type === 'order_snapshot' && event.restocked !== undefined
      ? Math.max(was.restocked, Math.min(event.restocked, implied(after).cancelled))
      : was.restocked + rise;
  if (before === null && !begins) {
    if (event.type === 'order_cancelled') after.orderedCounted += event.quantity;
    const known = { ...after, cancelledCounted: 0, cancelledReported: 0, restocked: 0 };
    if (event.type === 'order_placed') known.orderedCounted -= event.quantity;
    return difference(known, after);
  }
  return difference(was, after);
}

function difference(before: LineCounters, after: LineCounters) {
  const [was, is] = [implied(before), implied(after)];
  return {
    after,
    ordered: Math.max(0, is.ordered - was.ordered),
    cancelled: Math.max(0, is.cancelled - was.cancelled),
    restocked: Math.max(0, after.restocked - before.restocked),
  };
}
