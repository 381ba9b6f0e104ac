import type { Effects, OversellCause } from '../effects';
import type { EventOf } from '../events';
import { addUnits, type OrderCounters, type OrderLine, sumUnits } from '../order-line';
import type { Refusal } from '../refusals';
import { keyOf } from '../state';
import { backorder, claimOver, reduceBackorder } from './backorders';
import { effectiveCounters, impliedBy } from './order-counters';

/** An order reported later than this was sold on numbers that nobody could have known. */
export const late_report_ms_min = 5 * 60 * 1000;

type OrderEvent = EventOf<'order_placed' | 'order_cancelled' | 'order_shipped' | 'order_snapshot'>;

const noCounters = (): OrderCounters => ({ ordered: 0, cancelled: 0, shipped: 0, returned: 0 });

export function editOrderLine(
  effects: Effects,
  of: { channel: string; order: string; line: string },
  /** Its key, where it was made already. */
  key?: string | null,
): OrderLine {
  const { draft, event, sequence } = effects;
  const { sku } = event;
  const { channel, order, line } = of;
  return draft.orderLines.edit(key ?? keyOf.orderLine({ sku, channel, order, line }), () => ({
    sku,
    channel,
    order,
    line,
    sequence,
    placedAt: effects.occurredAtMs,
    counted: noCounters(),
    reported: null,
    shippedBefore: 0,
    cancelledBefore: 0,
    claims: {},
    waiting: {},
    backordered: 0,
  }));
}

/**
 * Raises the counters of an order line and posts the difference between what they implied before and after:
 * shipments leave first, then cancelled units are given back (a backorder before a claim), then new units are sourced.
 */
export function applyOrderEvent(effects: Effects, event: OrderEvent): Refusal | null {
  const line = editOrderLine(effects, event, effects.lineKey);
  const orderedBefore = effectiveCounters(line).ordered;
  const before = impliedBy(effectiveCounters(line));
  const shippedBefore = before.shipped + before.waiting;
  raise(line, event);
  const after = impliedBy(effectiveCounters(line));
  if (event.type === 'order_placed' || event.type === 'order_snapshot') placedBy(effects, line);

  const shipNode = event.type === 'order_shipped' || event.type === 'order_snapshot' ? event.node : undefined;
  const rise = after.shipped + after.waiting - shippedBefore;
  if (rise > 0) addUnits(line.waiting, shipNode ?? '', rise);

  // What was reserved for the line is its own from the moment it is ordered: also where it has left or was cancelled
  // before that was known, or the reservation would go on holding units that are gone.
  convertReservations(effects, line, effectiveCounters(line).ordered - orderedBefore);
  const refusal = ship(effects, line, after.shipped - before.shipped, event.node);
  if (refusal !== null) return refusal;
  const open = sumUnits(line.claims) + line.backordered;
  if (open > after.open) cancel(effects, line, open - after.open, event.node);
  if (open < after.open) place(effects, line, after.open - open, event.node);
  return null;
}

/** An order is as old as its earliest report. Who waits longest is filled first, so a line may move up in the queue. */
function placedBy(effects: Effects, line: OrderLine): void {
  if (effects.occurredAtMs >= line.placedAt) return;
  line.placedAt = effects.occurredAtMs;
  if (line.backordered > 0) effects.draft.forgetQueue(line.sku);
}

function raise(line: OrderLine, event: OrderEvent): void {
  switch (event.type) {
    case 'order_placed':
      line.counted.ordered += event.quantity;
      return;
    case 'order_cancelled':
      line.counted.cancelled += event.quantity;
      return;
    case 'order_shipped':
      line.counted.shipped += event.quantity;
      return;
    case 'order_snapshot': {
      const first = line.reported === null;
      if (first && event.beforeConnection === true) {
        line.shippedBefore = Math.min(event.shipped, event.ordered);
        line.cancelledBefore = Math.min(event.cancelled, event.ordered - line.shippedBefore);
      }
      const reported = line.reported ?? noCounters();
      const net = (told: number, gone: number) => Math.max(0, told - gone);
      line.reported = {
        ordered: Math.max(reported.ordered, net(event.ordered, line.shippedBefore + line.cancelledBefore)),
        cancelled: Math.max(reported.cancelled, net(event.cancelled, line.cancelledBefore)),
        shipped: Math.max(reported.shipped, net(event.shipped, line.shippedBefore)),
        returned: Math.max(reported.returned, event.returned),
      };
    }
  }
}

/** The claims of a line in the sourcing order of its channel; nodes outside of it last, by name. */
function claimsInOrder(effects: Effects, line: OrderLine): string[] {
  const sources = effects.draft.sourcesOf(line.channel);
  const rank = (node: string) => {
    const found = sources.indexOf(node);
    return found < 0 ? sources.length : found;
  };
  return Object.keys(line.claims).sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

function ship(effects: Effects, line: OrderLine, units: number, named: string | undefined): Refusal | null {
  let left = units;
  // Shipments whose node is known go first, so that the unknown ones take what then remains.
  const nodes = Object.keys(line.waiting).sort((a, b) => (a < b ? 1 : -1));
  for (const node of nodes) {
    const chunk = Math.min(left, line.waiting[node] ?? 0);
    if (chunk === 0) continue;
    const refusal =
      node === '' ? shipAnywhere(effects, line, chunk, named) : shipFrom(effects, line, chunk, node);
    if (refusal !== null) return refusal;
    addUnits(line.waiting, node, -chunk);
    left -= chunk;
  }
  return null;
}

/** Ships from a node that was named: claims there first, then claims elsewhere, which become available again. */
function shipFrom(effects: Effects, line: OrderLine, units: number, node: string): Refusal | null {
  let left = units;
  const here = Math.min(left, line.claims[node] ?? 0);
  if (here > 0) {
    effects.move(here, 'committed', 'customer', node);
    addUnits(line.claims, node, -here);
    left -= here;
  }
  for (const other of claimsInOrder(effects, line)) {
    const take = Math.min(left, line.claims[other] ?? 0);
    if (take === 0) continue;
    addUnits(line.claims, other, -take);
    effects.move(take, 'committed', 'available', other);
    leave(effects, line, take, node);
    left -= take;
  }
  const filled = Math.min(left, line.backordered);
  reduceBackorder(effects, line, filled);
  leave(effects, line, left, node);
  return null;
}

/** Ships from where the line is claimed; what is not claimed leaves from the channel's sources. */
function shipAnywhere(
  effects: Effects,
  line: OrderLine,
  units: number,
  named: string | undefined,
): Refusal | null {
  let left = units;
  for (const node of claimsInOrder(effects, line)) {
    const take = Math.min(left, line.claims[node] ?? 0);
    if (take === 0) continue;
    effects.move(take, 'committed', 'customer', node);
    addUnits(line.claims, node, -take);
    left -= take;
  }
  if (left === 0) return null;
  reduceBackorder(effects, line, Math.min(left, line.backordered));
  const nodes = sourcing(effects, line, named);
  effects.draft.needPositions(line.sku, nodes);
  for (const node of nodes) {
    const take = Math.min(left, effects.draft.available(line.sku, node));
    leave(effects, line, take, node);
    left -= take;
  }
  const last = nodes[0];
  if (left > 0 && last === undefined)
    return {
      code: 'unknown_node',
      detail: `${left} unit(s) left, but ${line.channel} has no source nodes: say which node shipped them.`,
    };
  if (last !== undefined) leave(effects, line, left, last);
  return null;
}

/** Units leave a node for the customer; it happened, so the books follow even where they held less. */
function leave(effects: Effects, line: OrderLine, units: number, node: string): void {
  if (units === 0) return;
  effects.ensure(units, node, 'available', line.order);
  effects.move(units, 'available', 'customer', node);
}

function sourcing(effects: Effects, line: OrderLine, named: string | undefined): string[] {
  const sources = effects.draft.sourcesOf(line.channel);
  return named === undefined ? [...sources] : [named, ...sources.filter((node) => node !== named)];
}

function cancel(effects: Effects, line: OrderLine, units: number, named: string | undefined): void {
  let left = units;
  const waiting = Math.min(left, line.backordered);
  reduceBackorder(effects, line, waiting);
  left -= waiting;
  // The least preferred source is given back first, but a node that was named before all others.
  const nodes = claimsInOrder(effects, line).reverse();
  if (named !== undefined) nodes.unshift(named);
  for (const node of nodes) {
    const take = Math.min(left, line.claims[node] ?? 0);
    if (take === 0) continue;
    effects.move(take, 'committed', 'available', node);
    addUnits(line.claims, node, -take);
    left -= take;
  }
}

function place(effects: Effects, line: OrderLine, units: number, named: string | undefined): void {
  const short = claimOver(effects, line, units, sourcing(effects, line, named));
  if (short > 0) backorder(effects, line, short, causeOf(effects));
}

/** Units reserved for this very line are already committed: they change hands without a posting. */
function convertReservations(effects: Effects, line: OrderLine, units: number): void {
  const { draft } = effects;
  if (units === 0 || (draft.heads.get(line.sku)?.reserved ?? 0) === 0) return;
  let converted = 0;
  for (const reservation of heldFor(effects, line)) {
    for (const node of Object.keys(reservation.claims).sort()) {
      const take = Math.min(units - converted, reservation.claims[node] ?? 0);
      if (take === 0) continue;
      addUnits(reservation.claims, node, -take);
      addUnits(line.claims, node, take);
      reservation.held -= take;
      reservation.converted += take;
      draft.head(line.sku).reserved -= take;
      converted += take;
    }
  }
}

function heldFor(effects: Effects, line: OrderLine) {
  const { draft } = effects;
  const lineKey = keyOf.orderLine(line);
  const keys = new Set<string>();
  if ((draft.state.heads.get(line.sku)?.reserved ?? 0) > 0)
    for (const key of draft.loaded('orderReservations', draft.state.orderReservations, lineKey))
      keys.add(key);
  for (const [key, changed] of draft.reservations.changed)
    if (keyOf.orderLine(changed) === lineKey) keys.add(key);
  const held = [];
  for (const key of [...keys].sort()) {
    const found = draft.reservations.get(key);
    if (found !== null && found.held > 0) held.push(draft.reservations.edit(key, () => found));
  }
  return held;
}

function causeOf(effects: Effects): OversellCause {
  const lag = Date.parse(effects.recordedAt) - effects.occurredAtMs;
  return lag > late_report_ms_min ? 'late_report' : 'propagation_lag';
}
