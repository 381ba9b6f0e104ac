import type { SubmittedEvent } from '../events';
import { referenceKey } from '../rules/reversal';
import { keyOf, type LedgerState, type WantKind, type Wants } from '../state';

/**
 * What a batch will most likely look at, so that one round trip loads it. It need not be complete: what is missing the
 * decision asks for. Of a channel's sources only the first is taken, since most orders find their units there.
 */
export function guessWants(state: LedgerState, events: readonly SubmittedEvent[]): Wants {
  const wants: Wants = new Map();
  const add = (kind: WantKind, key: string) => {
    const keys = wants.get(kind);
    if (keys === undefined) wants.set(kind, new Set([key]));
    else keys.add(key);
  };
  for (const { event, key } of events) {
    const { sku } = event;
    add('recorded', key);
    if ('node' in event && event.node !== undefined) add('positions', keyOf.position(sku, event.node));
    switch (event.type) {
      case 'order_placed':
      case 'order_cancelled':
      case 'order_shipped':
      case 'order_snapshot': {
        add('orderLines', keyOf.orderLine(event));
        const first = event.node ?? state.channels.get(event.channel)?.[0];
        if (first !== undefined) add('positions', keyOf.position(sku, first));
        break;
      }
      case 'claims_moved':
        add('orderLines', keyOf.orderLine(event));
        if (event.giver !== undefined) add('orderLines', keyOf.orderLine({ sku, ...event.giver }));
        break;
      case 'return_received':
        if (event.channel !== undefined && event.order !== undefined && event.line !== undefined)
          add(
            'orderLines',
            keyOf.orderLine({ sku, channel: event.channel, order: event.order, line: event.line }),
          );
        break;
      case 'reserved':
      case 'reservation_released': {
        add('reservations', keyOf.reservation(event));
        const first = event.node ?? state.channels.get(event.channel)?.[0];
        if (first !== undefined) add('positions', keyOf.position(sku, first));
        if (event.type === 'reserved' && first !== undefined) add('keptBack', keyOf.position(sku, first));
        break;
      }
      case 'transfer_ready':
      case 'transfer_dispatched':
      case 'transfer_received':
      case 'transfer_cancelled':
        add('transfers', keyOf.transfer(event));
        if ('from' in event && event.from !== undefined) add('positions', keyOf.position(sku, event.from));
        if ('to' in event && event.to !== undefined) add('positions', keyOf.position(sku, event.to));
        break;
      case 'count_approved':
      case 'reversal':
        add('events', referenceKey(event.of, event.source));
        break;
      case 'node_snapshot':
        add('snapshots', keyOf.position(sku, event.node));
        add('trueBalances', keyOf.trueBalance(sku, event.node, event.takenAt));
        break;
      case 'stock_counted':
      case 'adjustment':
      case 'receipt':
      case 'return_inspected':
        break;
    }
  }
  return wants;
}
