'use server';

import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import {
  type MarkForCancellation,
  type MoveClaims,
  markForCancellationSchema,
  moveClaimsSchema,
  type OrderLineKey,
  orderLineKeySchema,
} from '@/lib/orders/arrange-orders';
import { markForCancellationAs, moveClaimsAs, undoCancellationMarkAs } from '@/lib/runtime/orders';

export async function moveClaimsAction(input: MoveClaims) {
  const parsed = moveClaimsSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('arrange_orders');
  return allowed.ok ? moveClaimsAs(allowed.principal, parsed.data) : allowed;
}

export async function markForCancellationAction(input: MarkForCancellation) {
  const parsed = markForCancellationSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('arrange_orders');
  return allowed.ok ? markForCancellationAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function undoCancellationMarkAction(line: OrderLineKey) {
  const parsed = orderLineKeySchema.safeParse(line);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('arrange_orders');
  return allowed.ok ? undoCancellationMarkAs(getPool(), allowed.principal, parsed.data) : allowed;
}
