import { z } from 'zod';
import { eventByHand, onceSchema } from '@/lib/ledger/by-hand';
import type { InventoryEvent } from '@/lib/ledger/events';
import { quantityOrZeroSchema } from '@/lib/shared/quantity';
import { codeSchema } from '@/lib/shared/text';

/** What somebody counted on the shelf: units for sale or claimed, without damaged ones and those in quality control. */
export const countStockSchema = z.strictObject({
  ...onceSchema.shape,
  sku: codeSchema,
  node: codeSchema,
  counted: quantityOrZeroSchema,
});
export type CountStock = z.output<typeof countStockSchema>;

export function countOf({ key, at, sku, node, counted }: CountStock): InventoryEvent {
  return eventByHand({ key, at }, { type: 'stock_counted', sku, node, counted, countedAt: at });
}

/** The posting of what a count differs by; by another person than the counter. */
export const approveCountSchema = z.strictObject({
  ...onceSchema.shape,
  sku: codeSchema,
  node: codeSchema,
  /** The event that wrote the count down. */
  sequence: z.int().positive(),
});
export type ApproveCount = z.output<typeof approveCountSchema>;

export function approvalOf({ key, at, sku, node, sequence }: ApproveCount): InventoryEvent {
  return eventByHand({ key, at }, { type: 'count_approved', sku, node, of: { sequence } });
}

/** Whoever counted does not approve, but in an organisation of one person, which has said so in its settings. */
export function ownCountRefusal(
  countedBy: string,
  approver: string,
  mayApproveOwn: boolean,
): { ok: false; code: 'own_count'; detail: string } | null {
  if (countedBy !== approver || mayApproveOwn) return null;
  return {
    ok: false,
    code: 'own_count',
    detail:
      'You counted this yourself: another person approves it. An organisation of one person can allow its own approvals under Users and keys.',
  };
}
