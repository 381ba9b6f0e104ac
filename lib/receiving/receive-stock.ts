import { z } from 'zod';
import { eventByHand, onceSchema } from '@/lib/ledger/by-hand';
import type { InventoryEvent } from '@/lib/ledger/events';
import { quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema, textSchema } from '@/lib/shared/text';

/** Units that came in without, or beside, a purchase order. */
export const receiveStockSchema = z.strictObject({
  ...onceSchema.shape,
  sku: codeSchema,
  node: codeSchema,
  units: quantitySchema,
  purchaseOrder: idSchema.optional(),
  note: textSchema.optional(),
});
export type ReceiveStock = z.output<typeof receiveStockSchema>;

export function receiptOf({ key, at, sku, node, units, purchaseOrder, note }: ReceiveStock): InventoryEvent {
  return eventByHand(
    { key, at },
    {
      type: 'receipt',
      sku,
      node,
      quantity: units,
      ...(purchaseOrder === undefined ? {} : { purchaseOrder }),
      ...(note === undefined || note === '' ? {} : { reason: note }),
    },
  );
}
