'use server';

import { z } from 'zod';
import type { ReverseEventInput } from '@/components/ledger/ledger-types';
import { requireUser } from '@/lib/access/server/require-user';
import { getPool } from '@/lib/db/client';
import { onceSchema } from '@/lib/ledger/by-hand';
import { reverseByHand } from '@/lib/runtime/post-by-hand';

const inputSchema = z.strictObject({
  sku: z.string(),
  sequence: z.int().positive(),
  request: onceSchema.shape.key,
  askedAt: onceSchema.shape.at,
  reason: z.string().max(200),
});

/**
 * Takes an event back by a reversal. The question's own id makes it the same event however often it is sent. Gives why
 * it was refused; nothing: posted.
 */
export async function reverseEventAction(input: ReverseEventInput): Promise<string | undefined> {
  const parsed = inputSchema.safeParse(input);
  if (!parsed.success)
    return 'This is not a request to take an event back, or the clock of this computer is far off. Nothing was posted.';
  const principal = await requireUser();
  const { request, askedAt, reason, ...target } = parsed.data;
  const once = { key: request, at: askedAt };
  const posted = await reverseByHand(getPool(), principal, target, once, reason.trim());
  return posted.ok ? undefined : `${posted.detail} Nothing was posted.`;
}
