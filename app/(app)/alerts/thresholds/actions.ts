'use server';

import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { previewThreshold } from '@/lib/alerts/server/preview-threshold';
import { type ThresholdInput, thresholdInputSchema } from '@/lib/alerts/threshold-input';
import { getPool } from '@/lib/db/client';
import { saveThresholdAs } from '@/lib/runtime/alerts';

/** What the form can mend: the field and what is wrong with it. */
function fieldsOf(issues: readonly { path: PropertyKey[]; message: string }[]) {
  const fields = issues.map(({ path, message }) => ({ field: String(path[0] ?? 'rule'), message }));
  return { ok: false, code: 'invalid_request', detail: 'Nothing was changed.', fields } as const;
}

export async function saveThresholdAction(input: ThresholdInput, end: boolean) {
  const parsed = thresholdInputSchema.safeParse(input);
  if (!parsed.success) return fieldsOf(parsed.error.issues);
  if (typeof end !== 'boolean') return unreadable;
  const allowed = await requirePermission('write_policies');
  return allowed.ok ? saveThresholdAs(getPool(), allowed.principal, parsed.data, end) : allowed;
}

export async function previewThresholdAction(input: ThresholdInput) {
  const parsed = thresholdInputSchema.safeParse(input);
  if (!parsed.success) return fieldsOf(parsed.error.issues);
  const allowed = await requirePermission('write_policies');
  if (!allowed.ok) return allowed;
  return { ok: true, preview: await previewThreshold(getPool(), parsed.data) } as const;
}
