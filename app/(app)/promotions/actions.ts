'use server';

import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { PromotionDone, PromotionSaved } from '@/components/promotions/promotion-types';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { newPromotionSchema } from '@/lib/allocation/policy-input';
import { problemErrors } from '@/lib/api/issues';
import { getPool } from '@/lib/db/client';
import { cancelPromotionAs, endPromotionAs, savePromotionAs } from '@/lib/runtime/policies';
import { codeSchema } from '@/lib/shared/text';

/** `seenVersion`: of the promotion that is changed, as it was when the form opened. */
const savedPromotionSchema = newPromotionSchema.extend({ seenVersion: z.int().positive().optional() });

export async function savePromotionAction(input: unknown): Promise<PromotionSaved> {
  const parsed = savedPromotionSchema.safeParse(input, { reportInput: true });
  if (!parsed.success) {
    const errors = problemErrors(parsed.error.issues, (path) => String(path[0] ?? ''));
    return {
      ok: false,
      detail: 'Some fields cannot be read. Nothing was written.',
      errors: errors.map(({ pointer, detail }) => ({ field: pointer, detail })),
    };
  }
  const allowed = await requirePermission('write_promotions');
  if (!allowed.ok) return { ok: false, detail: allowed.detail, errors: [] };
  const { seenVersion, ...promotion } = parsed.data;
  const saved = await savePromotionAs(getPool(), promotion, allowed.principal, randomUUID(), seenVersion);
  if (saved.ok) return { ok: true, promotion: saved.item.promotion };
  if ('conflict' in saved) {
    const { version, item } = saved.conflict;
    const { name, channel, startsAt, endsAt, skus, uplift = null, holdBack } = item;
    return {
      ok: false,
      detail:
        'Somebody changed this promotion meanwhile. Nothing of yours was written. Choose a value for each field, then save again.',
      errors: [],
      conflict: { version, name, channel, startsAt, endsAt, skus, uplift, holdBack },
    };
  }
  return {
    ok: false,
    detail: 'Nothing was written: see the fields below.',
    errors: saved.problems.map(({ field, reason }) => ({ field, detail: reason })),
  };
}

export async function endPromotionAction(id: string): Promise<PromotionDone> {
  const parsed = codeSchema.safeParse(id);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_promotions');
  if (!allowed.ok) return allowed;
  const ended = await endPromotionAs(getPool(), parsed.data, allowed.principal);
  return ended === null ? { ok: false, detail: 'It does not run any more.' } : { ok: true };
}

export async function cancelPromotionAction(id: string): Promise<PromotionDone> {
  const parsed = codeSchema.safeParse(id);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_promotions');
  if (!allowed.ok) return allowed;
  const cancelled = await cancelPromotionAs(getPool(), parsed.data, allowed.principal);
  return cancelled === null ? { ok: false, detail: 'There is no such promotion any more.' } : { ok: true };
}
