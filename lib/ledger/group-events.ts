import { type InventoryEvent, screen_source } from './events';

/** What stands or falls together: lines of one document, on one channel, in events of one type. */
interface Together {
  type: InventoryEvent['type'];
  channel: string;
  indexes: number[];
}

/**
 * The events of one call, as groups of their indexes that stand or fall together: the lines of one order, of one
 * reservation, of one transfer that a person readies or sends. Groups come in the order of their first event. An order's events are of one type: a shipment must
 * not be drawn before a receipt that stands between it and its order.
 */
export function groupEvents(events: readonly InventoryEvent[]): number[][] {
  const groups: number[][] = [];
  const byDocument = new Map<string, Together[]>();
  events.forEach((event, index) => {
    let document: string;
    let channel = '';
    switch (event.type) {
      case 'order_placed':
      case 'order_cancelled':
      case 'order_shipped':
      case 'order_snapshot':
        document = event.order;
        channel = event.channel;
        break;
      case 'reserved':
      case 'reservation_released':
        document = event.reservation;
        break;
      case 'transfer_ready':
      case 'transfer_dispatched':
        // Asked for by a person as a whole document; what a feed tells of a line has happened to that line.
        if (event.source !== screen_source) {
          groups.push([index]);
          return;
        }
        document = event.transfer;
        break;
      default:
        groups.push([index]);
        return;
    }
    const there = byDocument.get(document);
    const mine = there?.find((one) => one.type === event.type && one.channel === channel);
    if (mine !== undefined) {
      mine.indexes.push(index);
      return;
    }
    const together = { type: event.type, channel, indexes: [index] };
    groups.push(together.indexes);
    if (there === undefined) byDocument.set(document, [together]);
    else there.push(together);
  });
  return groups;
}
