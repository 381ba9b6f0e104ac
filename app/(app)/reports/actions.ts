'use server';

import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import {
  type CancellationLimitInput,
  cancellationLimitSchema,
  type OversellCostInput,
  oversellCostSchema,
} from '@/lib/reports/settings';
import { saveCancellationLimitAs, saveOversellCostAs } from '@/lib/runtime/reports';

/** What the form can mend: the field and what is wrong with it. */
function fieldsOf(issues: readonly { path: PropertyKey[]; message: string }[]) {
  const fields = issues.map(({ path, message }) => ({ field: String(path[0] ?? 'channel'), message }));
  return { ok: false, code: 'invalid_request', detail: 'Nothing was changed.', fields } as const;
}

export async function saveOversellCostAction(input: OversellCostInput, end: boolean) {
  const parsed = oversellCostSchema.safeParse(input);
  if (!parsed.success) return fieldsOf(parsed.error.issues);
  if (typeof end !== 'boolean') return unreadable;
  const allowed = await requirePermission('write_policies');
  return allowed.ok ? saveOversellCostAs(getPool(), allowed.principal, parsed.data, end) : allowed;
}

export async function saveCancellationLimitAction(input: CancellationLimitInput, end: boolean) {
  const parsed = cancellationLimitSchema.safeParse(input);
  if (!parsed.success) return fieldsOf(parsed.error.issues);
  if (typeof end !== 'boolean') return unreadable;
  const allowed = await requirePermission('write_policies');
  return allowed.ok ? saveCancellationLimitAs(getPool(), allowed.principal, parsed.data, end) : allowed;
}
