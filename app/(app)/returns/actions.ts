'use server';

import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { type InspectReturn, inspectionOf, inspectReturnSchema } from '@/lib/returns/inspect-return';
import { type PostedByHand, postByHand } from '@/lib/runtime/post-by-hand';

export async function inspectReturnAction(input: InspectReturn): Promise<PostedByHand> {
  const parsed = inspectReturnSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? postByHand(allowed.principal, inspectionOf(parsed.data)) : allowed;
}
