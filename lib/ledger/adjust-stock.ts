import { z } from 'zod';
import { quantityOrZeroSchema, quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, textSchema } from '@/lib/shared/text';
import { adjustmentReasons } from './adjustment-reasons';
import { eventByHand, onceSchema } from './by-hand';
import type { InventoryEvent } from './events';

const where = {
  ...onceSchema.shape,
  sku: codeSchema,
  node: codeSchema,
  state: z.enum(['available', 'quality_control', 'damaged']).default('available'),
  reason: z.enum(adjustmentReasons),
  note: textSchema.optional(),
};

/**
 * A correction of a balance: by so many units, or to a number. Whoever sets a number says what they saw, units and
 * version of the position: where it has moved since, nothing is posted and both numbers are shown.
 */
export const adjustStockSchema = z.discriminatedUnion('how', [
  z.strictObject({ how: z.literal('add'), ...where, units: quantitySchema }),
  z.strictObject({ how: z.literal('remove'), ...where, units: quantitySchema }),
  z
    .strictObject({
      how: z.literal('set'),
      ...where,
      units: quantityOrZeroSchema,
      seen: z.strictObject({ units: quantityOrZeroSchema, version: z.int().nonnegative() }),
    })
    .refine(({ units, seen }) => units !== seen.units, {
      path: ['units'],
      message: 'is what the books say already',
    }),
]);
export type AdjustStock = z.output<typeof adjustStockSchema>;

/** Seen 7, set to 5: a decrease of 2, if nothing has moved since. */
export function adjustmentOf(input: AdjustStock): InventoryEvent {
  const { key, at, sku, node, state, reason, note } = input;
  const change =
    input.how === 'set' ? input.units - input.seen.units : input.how === 'add' ? input.units : -input.units;
  return eventByHand(
    { key, at },
    {
      type: 'adjustment',
      sku,
      node,
      state,
      quantity: Math.abs(change),
      direction: change > 0 ? 'increase' : 'decrease',
      ...(input.how === 'set' ? { ifVersion: input.seen.version } : {}),
      reason: note === undefined || note === '' ? reason : `${reason}: ${note}`,
    },
  );
}
