'use server';

import type { z } from 'zod';
import type { Posted } from '@/components/movements/movement-types';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { type AdjustStock, adjustmentOf, adjustStockSchema } from '@/lib/ledger/adjust-stock';
import type { InventoryEvent } from '@/lib/ledger/events';
import { type ReceiveStock, receiptOf, receiveStockSchema } from '@/lib/receiving/receive-stock';
import { postByHand } from '@/lib/runtime/post-by-hand';
import { type MoveStock, moveStockSchema, transferStepOf } from '@/lib/transfers/move-stock';

export async function adjustStockAction(input: AdjustStock): Promise<Posted> {
  return enter(adjustStockSchema, input, adjustmentOf);
}

export async function receiveStockAction(input: ReceiveStock): Promise<Posted> {
  return enter(receiveStockSchema, input, receiptOf);
}

export async function moveStockAction(input: MoveStock): Promise<Posted> {
  return enter(moveStockSchema, input, transferStepOf);
}

/** Parse, authorise, post. Nothing to revalidate: the stream tells every open page. */
async function enter<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  eventOf: (input: z.output<Schema>) => InventoryEvent,
): Promise<Posted> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  if (!allowed.ok) return allowed;
  return postByHand(allowed.principal, eventOf(parsed.data));
}
