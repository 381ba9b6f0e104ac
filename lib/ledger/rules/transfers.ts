import type { Effects } from '../effects';
import { type EventOf, own_source_prefix, recorded_source } from '../events';
import type { TransferLine } from '../order-line';
import type { Refusal } from '../refusals';
import { keyOf } from '../state';
import { insufficient, promised } from './stock';

type TransferEvent = EventOf<
  'transfer_ready' | 'transfer_dispatched' | 'transfer_received' | 'transfer_cancelled'
>;

/** What the counters of a transfer line imply, whatever the order in which its steps were reported. */
function implied(line: TransferLine): { held: number; inTransit: number; ahead: number } {
  const arrived = line.received + line.damaged + line.missing + line.cancelledTransit;
  return {
    held: Math.max(0, line.ready - line.cancelledReady - line.dispatched),
    inTransit: Math.max(0, line.dispatched - arrived),
    /** Units that arrived before their dispatch was reported (or that nobody sent). */
    ahead: Math.max(0, arrived - line.dispatched),
  };
}

export function applyTransferEvent(effects: Effects, event: TransferEvent): Refusal | null {
  const key = keyOf.transfer(event);
  const known = effects.draft.transfers.get(key);
  const from = 'from' in event ? event.from : undefined;
  const to = 'to' in event ? event.to : undefined;
  const mismatch = checkRoute(event, known, from, to);
  if (mismatch !== null) return mismatch;
  // A refusal leaves the draft as it was: everything is checked before the line is first written to.
  const route = { from: known?.from || from || '', to: known?.to || to || '' };
  const fresh = known ?? newLine(event, route);
  const edit = () => {
    const line = effects.draft.transfers.edit(key, () => fresh);
    line.from = route.from;
    return line;
  };
  switch (event.type) {
    case 'transfer_ready':
      return ready(effects, event, fresh, edit, route.from);
    case 'transfer_dispatched':
      return dispatch(effects, event, fresh, edit, route);
    case 'transfer_received':
      return receive(effects, event, edit());
    case 'transfer_cancelled':
      return cancel(effects, event, fresh, edit);
  }
}

function newLine(event: TransferEvent, route: { from: string; to: string }): TransferLine {
  return {
    sku: event.sku,
    transfer: event.transfer,
    line: event.line,
    ...route,
    ready: 0,
    dispatched: 0,
    received: 0,
    damaged: 0,
    missing: 0,
    cancelledReady: 0,
    cancelledTransit: 0,
    held: 0,
    inTransit: 0,
  };
}

function checkRoute(
  event: TransferEvent,
  known: TransferLine | null,
  from: string | undefined,
  to: string | undefined,
): Refusal | null {
  const name = `Transfer ${event.transfer} line ${event.line} of ${event.sku}`;
  if (known === null || known.from === '') {
    const missing =
      (event.type === 'transfer_received' ? false : from === undefined) ||
      (known === null && to === undefined);
    if (missing && !(event.type === 'transfer_cancelled' && known !== null))
      return {
        code: 'unknown_transfer',
        detail: `${name} is not known yet: say from which node to which, or report its dispatch first.`,
      };
  }
  if (known === null) return null;
  const otherFrom = from !== undefined && known.from !== '' && from !== known.from;
  const otherTo = to !== undefined && to !== known.to;
  if (!otherFrom && !otherTo) return null;
  return {
    code: 'transfer_mismatch',
    detail: `${name} goes from ${known.from || '(not yet said)'} to ${known.to}, not from ${from ?? known.from} to ${to ?? known.to}.`,
  };
}

function settle(line: TransferLine): void {
  const now = implied(line);
  line.held = now.held;
  line.inTransit = now.inTransit;
}

function ready(
  effects: Effects,
  event: EventOf<'transfer_ready'>,
  now: TransferLine,
  edit: () => TransferLine,
  from: string,
): Refusal | null {
  const before = implied(now).held;
  const after = implied({ ...now, ready: now.ready + event.quantity }).held;
  const there = effects.balance(from, 'available');
  if (there < after - before) return insufficient(event.sku, from, after - before, there);
  const free = after === before ? there : effects.draft.unpromised(event.sku, from);
  if (free < after - before) return promised(event.sku, from, after - before, free, there);
  const line = edit();
  effects.move(after - before, 'available', 'committed', from);
  line.ready += event.quantity;
  settle(line);
  return null;
}

function dispatch(
  effects: Effects,
  event: EventOf<'transfer_dispatched'>,
  now: TransferLine,
  edit: () => TransferLine,
  route: { from: string; to: string },
): Refusal | null {
  const fromHeld = Math.min(now.held, event.quantity);
  const fromAvailable = event.quantity - fromHeld;
  // Typed by a person it is a request; told by a warehouse, or recorded afterwards, it has happened.
  if (event.source.startsWith(own_source_prefix) && event.source !== recorded_source) {
    const there = effects.balance(route.from, 'available');
    if (there < fromAvailable) return insufficient(event.sku, route.from, fromAvailable, there);
    const free = fromAvailable === 0 ? there : effects.draft.unpromised(event.sku, route.from);
    if (free < fromAvailable) return promised(event.sku, route.from, fromAvailable, free, there);
  }
  const line = edit();
  const before = implied(line);
  line.dispatched += event.quantity;
  const after = implied(line);
  effects.ensure(fromAvailable, route.from, 'available', event.transfer);
  const settled = before.ahead - after.ahead;
  const settledFromHeld = Math.min(settled, fromHeld);
  // What had arrived ahead of this report came in from `adjustment`: it goes back there instead of on the way.
  effects.move(settledFromHeld, 'committed', 'adjustment', route.from, route.to);
  effects.move(settled - settledFromHeld, 'available', 'adjustment', route.from, route.to);
  effects.move(fromHeld - settledFromHeld, 'committed', 'incoming', route.from, route.to);
  effects.move(fromAvailable - (settled - settledFromHeld), 'available', 'incoming', route.from, route.to);
  settle(line);
  if (settled > 0 && after.ahead === 0)
    effects.resolutions.push({
      sku: event.sku,
      sequence: effects.sequence,
      node: route.to,
      document: event.transfer,
      until: null,
    });
  return null;
}

function receive(effects: Effects, event: EventOf<'transfer_received'>, line: TransferLine): null {
  const damaged = event.damaged ?? 0;
  const missing = event.missing ?? 0;
  const before = implied(line);
  line.received += event.quantity;
  line.damaged += damaged;
  line.missing += missing;
  const after = implied(line);
  const ahead = after.ahead - before.ahead;
  if (ahead > 0) {
    effects.move(ahead, 'adjustment', 'incoming', line.to);
    effects.open('over_receipt', line.to, before.inTransit, before.inTransit + ahead, event.transfer);
  }
  effects.move(event.quantity, 'incoming', 'available', line.to);
  effects.move(damaged, 'incoming', 'damaged', line.to);
  effects.move(missing, 'incoming', 'adjustment', line.to);
  settle(line);
  return null;
}

function cancel(
  effects: Effects,
  event: EventOf<'transfer_cancelled'>,
  now: TransferLine,
  edit: () => TransferLine,
): Refusal | null {
  const there = now.held + now.inTransit;
  if (there < event.quantity)
    return {
      code: 'nothing_to_cancel',
      detail: `${event.quantity} unit(s) to cancel, but only ${there} of transfer ${event.transfer} line ${event.line} are ready or in transit.`,
      shortBy: event.quantity - there,
      available: there,
    };
  const line = edit();
  const held = Math.min(line.held, event.quantity);
  effects.move(held, 'committed', 'available', line.from);
  line.cancelledReady += held;
  effects.move(event.quantity - held, 'incoming', 'available', line.to, line.from);
  line.cancelledTransit += event.quantity - held;
  settle(line);
  return null;
}
