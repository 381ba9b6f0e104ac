'use server';

import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import {
  type ClosePurchaseOrder,
  closePurchaseOrderSchema,
  type ReceiveDelivery,
  type ReceivingDone,
  receiveDeliverySchema,
  type SavePurchaseOrder,
  savePurchaseOrderSchema,
} from '@/lib/receiving/purchase-order';
import { closePurchaseOrderAs, receiveDeliveryAs, savePurchaseOrderAs } from '@/lib/runtime/receiving';

export async function savePurchaseOrderAction(input: SavePurchaseOrder): Promise<ReceivingDone> {
  const parsed = savePurchaseOrderSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_skus_and_nodes');
  return allowed.ok ? savePurchaseOrderAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function closePurchaseOrderAction(input: ClosePurchaseOrder): Promise<ReceivingDone> {
  const parsed = closePurchaseOrderSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_skus_and_nodes');
  return allowed.ok ? closePurchaseOrderAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function receiveDeliveryAction(input: ReceiveDelivery): Promise<ReceivingDone> {
  const parsed = receiveDeliverySchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? receiveDeliveryAs(getPool(), allowed.principal, parsed.data) : allowed;
}
