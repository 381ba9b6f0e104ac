'use server';

import { z } from 'zod';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { type DestinationInput, destinationSchema } from '@/lib/alerts/delivery';
import { getPool } from '@/lib/db/client';
import { saveDestinationAs, testDestinationAs } from '@/lib/runtime/alert-delivery';

const seenSchema = z.strictObject({ destination: z.uuid(), version: z.int().min(1) }).nullable();

export async function saveDestinationAction(
  input: DestinationInput,
  seen: { destination: string; version: number } | null,
) {
  const known = seenSchema.safeParse(seen);
  if (!known.success) return unreadable;
  const parsed = destinationSchema.safeParse(input);
  if (!parsed.success) {
    const fields = parsed.error.issues.map(({ path, message }) => ({
      field: String(path[0] ?? 'kind'),
      message,
    }));
    return { ok: false, code: 'invalid_request', detail: 'Nothing was changed.', fields } as const;
  }
  const allowed = await requirePermission('write_settings');
  return allowed.ok ? saveDestinationAs(getPool(), allowed.principal, parsed.data, known.data) : allowed;
}

export async function testDestinationAction(destination: string) {
  if (!z.uuid().safeParse(destination).success) return unreadable;
  const allowed = await requirePermission('write_settings');
  return allowed.ok ? testDestinationAs(allowed.principal, destination) : allowed;
}
