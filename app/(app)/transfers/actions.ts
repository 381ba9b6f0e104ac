'use server';

import { z } from 'zod';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { findCodes } from '@/lib/catalog/server/find-codes';
import { getPool } from '@/lib/db/client';
import {
  moveTransferAs,
  receiveTransferAs,
  saveTransferAs,
  type TransferMoved,
} from '@/lib/runtime/transfers';
import { idSchema } from '@/lib/shared/text';
import type { SavedTransfer } from '@/lib/transfers/server/save-transfer';
import {
  type MoveTransfer,
  moveTransferSchema,
  type ReceiveTransfer,
  receiveTransferSchema,
  type SaveTransfer,
  saveTransferSchema,
  transfer_lines_max,
} from '@/lib/transfers/transfer-document';

export async function saveTransferAction(input: SaveTransfer): Promise<SavedTransfer> {
  const parsed = saveTransferSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? saveTransferAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function moveTransferAction(input: MoveTransfer): Promise<TransferMoved> {
  const parsed = moveTransferSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? moveTransferAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function receiveTransferAction(input: ReceiveTransfer): Promise<TransferMoved> {
  const parsed = receiveTransferSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? receiveTransferAs(getPool(), allowed.principal, parsed.data) : allowed;
}

const codesSchema = z.array(idSchema).max(transfer_lines_max);

/** The SKUs of scanned codes; what is not known, or cannot be one, is left out. */
export async function findCodesAction(codes: string[]): Promise<{ code: string; sku: string }[]> {
  const allowed = await requirePermission('read_stock');
  const parsed = codesSchema.safeParse(codes);
  if (!allowed.ok || !parsed.success) return [];
  return [...(await findCodes(getPool(), parsed.data))].map(([code, sku]) => ({ code, sku }));
}
