import type { InventoryEvent } from './events';

/** The key of what stands or falls together; null for an event that stands alone. */
function groupKey(event: InventoryEvent): string | null {
  switch (event.type) {
    case 'order_placed':
    case 'order_cancelled':
    case 'order_shipped':
    case 'order_snapshot':
      // Of one type: a shipment must not be drawn before a receipt that stands between it and its order.
      return `${event.type}\u0000${event.channel}\u0000${event.order}`;
    case 'reserved':
    case 'reservation_released':
      return `${event.type}\u0000${event.reservation}`;
    default:
      return null;
  }
}

/**
 * The events of one call, as groups of their indexes that stand or fall together: the lines of one order, the lines of
 * one reservation. Groups come in the order of their first event.
 */
export function groupEvents(events: readonly InventoryEvent[]): number[][] {
  const groups = new Map<string | number, number[]>();
  events.forEach((event, index) => {
    const key = groupKey(event) ?? index;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [index]);
    else group.push(index);
  });
  return [...groups.values()];
}
