'use server';

import { z } from 'zod';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { type SilenceInput, silenceSchema } from '@/lib/alerts/silence';
import { getPool } from '@/lib/db/client';
import { addSilenceAs, endSilenceAs } from '@/lib/runtime/alerts';

export async function addSilenceAction(input: SilenceInput) {
  const parsed = silenceSchema.safeParse(input);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => ({
      field: String(path[0] ?? 'rule'),
      message,
    }));
    return { ok: false, code: 'invalid_request', detail: 'Nothing was changed.', fields } as const;
  }
  const allowed = await requirePermission('resolve_alerts');
  return allowed.ok ? addSilenceAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function endSilenceAction(id: string) {
  if (!z.uuid().safeParse(id).success) return unreadable;
  const allowed = await requirePermission('resolve_alerts');
  return allowed.ok ? endSilenceAs(getPool(), allowed.principal, id) : allowed;
}
