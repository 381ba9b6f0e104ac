import type { Effects } from '../effects';
import type { EventOf } from '../events';
import { addUnits } from '../order-line';
import type { Refusal } from '../refusals';
import { keyOf } from '../state';
import { insufficient } from './stock';

/** A request for an order's units before it is an order: it takes what is available above the safety stock and what
 * channels may still sell, or nothing. */
export function applyReserved(effects: Effects, event: EventOf<'reserved'>): Refusal | null {
  const { draft } = effects;
  const nodes = event.node === undefined ? draft.sourcesOf(event.channel) : [event.node];
  const takes: { node: string; units: number }[] = [];
  let short = event.quantity;
  for (const [rank, node] of nodes.entries()) {
    if (short === 0) break;
    if (rank <= 1) draft.needSellable(event.sku, rank === 0 ? [node] : nodes);
    const kept = draft.loaded('keptBack', draft.state.keptBack, keyOf.position(event.sku, node));
    const units = Math.max(0, Math.min(short, draft.unpromised(event.sku, node) - kept));
    if (units > 0) takes.push({ node, units });
    short -= units;
  }
  if (short > 0)
    return insufficient(
      event.sku,
      event.node ?? event.channel,
      event.quantity,
      event.quantity - short,
      'available to sell',
    );
  const reservation = draft.reservations.edit(keyOf.reservation(event), () => ({
    sku: event.sku,
    channel: event.channel,
    order: event.order,
    line: event.line,
    reservation: event.reservation,
    quantity: 0,
    claims: {},
    held: 0,
    converted: 0,
    released: 0,
    expiresAt: event.expiresAt ?? null,
  }));
  for (const { node, units } of takes) {
    effects.move(units, 'available', 'committed', node);
    addUnits(reservation.claims, node, units);
  }
  reservation.quantity += event.quantity;
  reservation.held += event.quantity;
  draft.head(event.sku).reserved += event.quantity;
  return null;
}

/** Gives back what is still held, up to the quantity: what was converted meanwhile belongs to its order. */
export function applyReservationReleased(
  effects: Effects,
  event: EventOf<'reservation_released'>,
): Refusal | null {
  const { draft } = effects;
  const key = keyOf.reservation(event);
  const found = draft.reservations.get(key);
  if (found === null)
    return {
      code: 'unknown_reservation',
      detail: `Reservation ${event.reservation} does not hold ${event.sku} for line ${event.line} of ${event.channel} order ${event.order}.`,
    };
  if (found.held === 0)
    return {
      code: 'nothing_to_cancel',
      detail: `Reservation ${event.reservation} holds no units of ${event.sku} any more.`,
      available: 0,
      shortBy: event.quantity,
    };
  const reservation = draft.reservations.edit(key, () => found);
  let left = Math.min(event.quantity, reservation.held);
  reservation.held -= left;
  reservation.released += left;
  draft.head(event.sku).reserved -= left;
  const nodes = Object.keys(reservation.claims).sort();
  if (event.node !== undefined) nodes.unshift(event.node);
  for (const node of nodes) {
    const take = Math.min(left, reservation.claims[node] ?? 0);
    if (take === 0) continue;
    effects.move(take, 'committed', 'available', node);
    addUnits(reservation.claims, node, -take);
    left -= take;
  }
  return null;
}
