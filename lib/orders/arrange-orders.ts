import { z } from 'zod';
import { eventByHand, onceSchema } from '@/lib/ledger/by-hand';
import type { InventoryEvent } from '@/lib/ledger/events';
import { quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema, textSchema } from '@/lib/shared/text';

const lineName = { channel: codeSchema, order: idSchema, line: idSchema };

/** Which order line: the SKU belongs to its key. */
export const orderLineKeySchema = z.strictObject({ sku: codeSchema, ...lineName });
export type OrderLineKey = z.output<typeof orderLineKeySchema>;

const reason = textSchema.pipe(z.string().min(1, 'Say why.'));

/** Committed units at a node, from one order line to a backordered one. */
export const moveClaimsSchema = z.strictObject({
  ...onceSchema.shape,
  sku: codeSchema,
  node: codeSchema,
  units: quantitySchema,
  giver: z.strictObject(lineName),
  taker: z.strictObject(lineName),
  reason,
});
export type MoveClaims = z.output<typeof moveClaimsSchema>;

export function claimsMovedOf(input: MoveClaims): InventoryEvent {
  const { key, at, sku, node, units, giver, taker } = input;
  return eventByHand(
    { key, at },
    { type: 'claims_moved', sku, node, quantity: units, ...taker, giver, reason: input.reason },
  );
}

export const markForCancellationSchema = z.strictObject({ ...orderLineKeySchema.shape, reason });
export type MarkForCancellation = z.output<typeof markForCancellationSchema>;
