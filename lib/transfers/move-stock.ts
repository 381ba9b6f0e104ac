import { z } from 'zod';
import { eventByHand, onceSchema } from '@/lib/ledger/by-hand';
import type { InventoryEvent } from '@/lib/ledger/events';
import { quantityOrZeroSchema, quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema } from '@/lib/shared/text';

const line = {
  ...onceSchema.shape,
  transfer: idSchema,
  sku: codeSchema,
  from: codeSchema,
  to: codeSchema,
};

/** One step of a transfer of one SKU: set aside at its origin, sent off, or taken in at its destination. */
export const moveStockSchema = z
  .discriminatedUnion('step', [
    z.strictObject({ step: z.literal('ready'), ...line, units: quantitySchema }),
    z.strictObject({ step: z.literal('dispatched'), ...line, units: quantitySchema }),
    z.strictObject({
      step: z.literal('received'),
      ...line,
      units: quantityOrZeroSchema,
      damaged: quantityOrZeroSchema.default(0),
      missing: quantityOrZeroSchema.default(0),
    }),
  ])
  .superRefine((input, context) => {
    if (input.from === input.to)
      context.addIssue({ code: 'custom', path: ['to'], message: 'must differ from the origin' });
    if (input.step === 'received' && input.units + input.damaged + input.missing === 0)
      context.addIssue({ code: 'custom', path: ['units'], message: 'enter at least one unit' });
  });
export type MoveStock = z.output<typeof moveStockSchema>;

/** The SKU is the line: a transfer typed by hand has one line per SKU. */
export function transferStepOf(input: MoveStock): InventoryEvent {
  const { key, at, transfer, sku, from, to, units } = input;
  return eventByHand(
    { key, at },
    {
      type: `transfer_${input.step}`,
      transfer,
      line: sku,
      sku,
      from,
      to,
      quantity: units,
      ...(input.step === 'received' ? { damaged: input.damaged, missing: input.missing } : {}),
    },
  );
}
