import { z } from 'zod';
import { eventByHand, onceSchema } from '@/lib/ledger/by-hand';
import type { InventoryEvent } from '@/lib/ledger/events';
import { quantitySchema } from '@/lib/shared/quantity';
import { codeSchema } from '@/lib/shared/text';
import { dispositions } from './disposition';

/** What becomes of returned units that somebody has looked at. */
export const inspectReturnSchema = z.strictObject({
  ...onceSchema.shape,
  sku: codeSchema,
  node: codeSchema,
  units: quantitySchema,
  disposition: z.enum(dispositions),
});
export type InspectReturn = z.output<typeof inspectReturnSchema>;

export function inspectionOf({ key, at, sku, node, units, disposition }: InspectReturn): InventoryEvent {
  return eventByHand({ key, at }, { type: 'return_inspected', sku, node, quantity: units, disposition });
}
