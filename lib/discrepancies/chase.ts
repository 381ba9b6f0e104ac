import { z } from 'zod';
import { onceSchema } from '@/lib/ledger/by-hand';
import { codeSchema, textSchema } from '@/lib/shared/text';

/** Somebody was asked about a case. It moves no stock and closes nothing: it says who is to answer. */
export const chaseSchema = z.strictObject({
  key: onceSchema.shape.key,
  sku: codeSchema,
  node: codeSchema,
  sequence: z.int().positive(),
  whom: z.string().trim().min(1).max(200),
  note: textSchema.optional(),
});
export type Chase = z.output<typeof chaseSchema>;

export interface ChaseItem {
  whom: string;
  note: string;
  by: string;
  at: string;
}
