'use server';

import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import type { SavedTolerance } from '@/lib/discrepancies/server/tolerances';
import { type SaveTolerance, saveToleranceSchema } from '@/lib/discrepancies/tolerance';
import { saveToleranceAs } from '@/lib/runtime/tolerances';

export async function saveToleranceAction(input: SaveTolerance): Promise<SavedTolerance> {
  const parsed = saveToleranceSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_policies');
  return allowed.ok ? saveToleranceAs(getPool(), allowed.principal, parsed.data) : allowed;
}
