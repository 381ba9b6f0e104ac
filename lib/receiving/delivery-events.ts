import { type InventoryEvent, inventoryEventSchema, screen_source } from '@/lib/ledger/events';
import type { ReceiveDelivery } from './purchase-order';

/**
 * What a delivery is in the ledger: a receipt of the units that can be sold, and the damaged ones as an increase of the
 * damaged, so that no waiting order takes them. Ids come of the request: sent again it is the same delivery.
 */
export function deliveryEventsOf({ key, at, purchaseOrder, node, lines }: ReceiveDelivery): InventoryEvent[] {
  return lines.flatMap(({ sku, received, damaged }) => {
    const common = { source: screen_source, occurredAt: at, sku, node };
    return [
      ...(received === 0
        ? []
        : [
            inventoryEventSchema.parse({
              ...common,
              id: `${key}:${sku}`,
              type: 'receipt',
              quantity: received,
              ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
            }),
          ]),
      ...(damaged === 0
        ? []
        : [
            inventoryEventSchema.parse({
              ...common,
              id: `${key}:${sku}:damaged`,
              type: 'adjustment',
              quantity: damaged,
              state: 'damaged',
              direction: 'increase',
              reason: 'damaged on arrival',
              ...(purchaseOrder === undefined ? {} : { reference: purchaseOrder }),
            }),
          ]),
    ];
  });
}
