import { z } from 'zod';
import { onceSchema } from '@/lib/ledger/by-hand';
import { instantSchema } from '@/lib/shared/clock';
import { quantityOrZeroSchema, quantitySchema } from '@/lib/shared/quantity';
import { codeSchema, idSchema, textSchema } from '@/lib/shared/text';
import type { TransferStatus } from './transfer-status';

export const transfer_lines_max = 250;

/** What is planned to be carried, one line per SKU. */
export const transferPlanSchema = z
  .strictObject({
    transfer: idSchema,
    from: codeSchema,
    to: codeSchema,
    expectedAt: instantSchema.optional(),
    note: textSchema.optional(),
    lines: z.array(z.strictObject({ sku: codeSchema, units: quantitySchema })).max(transfer_lines_max),
  })
  .superRefine(({ from, to, lines }, context) => {
    if (from === to)
      context.addIssue({ code: 'custom', path: ['to'], message: 'must differ from the origin' });
    const seen = new Set<string>();
    lines.forEach(({ sku }, index) => {
      if (seen.has(sku))
        context.addIssue({
          code: 'custom',
          path: ['lines', index, 'sku'],
          message: 'stands in another line',
        });
      seen.add(sku);
    });
  });
export type TransferPlan = z.output<typeof transferPlanSchema>;

/** A draft as somebody leaves it, with the version they saw; 0: it is new. */
export const saveTransferSchema = z.strictObject({
  key: onceSchema.shape.key,
  seen: z.int().nonnegative(),
  plan: transferPlanSchema,
});
export type SaveTransfer = z.output<typeof saveTransferSchema>;

const step = { ...onceSchema.shape, transfer: idSchema, seen: z.int().nonnegative() };

/** Sets aside at the origin, sends off, or gives up what has not been received. */
export const moveTransferSchema = z.strictObject({ ...step, step: z.enum(['ready', 'send', 'cancel']) });
export type MoveTransfer = z.output<typeof moveTransferSchema>;

/** What came of each line. More than is on its way needs a word that this is so. */
export const receiveTransferSchema = z.strictObject({
  ...step,
  confirmOver: z.boolean(),
  lines: z
    .array(
      z.strictObject({
        sku: codeSchema,
        received: quantityOrZeroSchema,
        damaged: quantityOrZeroSchema,
        missing: quantityOrZeroSchema,
      }),
    )
    .max(transfer_lines_max),
});
export type ReceiveTransfer = z.output<typeof receiveTransferSchema>;

/** What the ledger counts of a line; single units. */
export interface TransferCounters {
  ready: number;
  dispatched: number;
  received: number;
  damaged: number;
  missing: number;
  cancelled: number;
  held: number;
  inTransit: number;
}

/** Where a transfer stands, by the sums of its lines; nothing moved yet is a draft. */
export function statusOf(
  { dispatched, received, damaged, missing, held, inTransit, ready }: TransferCounters,
  cancelled: boolean,
): TransferStatus {
  const arrived = received + damaged + missing;
  if (inTransit > 0) return arrived > 0 ? 'partly_received' : 'in_transit';
  if (arrived > 0) return missing > 0 ? 'closed_short' : 'received';
  if (held > 0) return 'ready';
  return cancelled || ready + dispatched > 0 ? 'cancelled' : 'draft';
}

/** Units on their way after the time they were expected at. */
export function isLate(
  { status, expectedAt }: { status: TransferStatus; expectedAt?: string | undefined },
  nowMs: number,
): boolean {
  const open =
    status === 'draft' || status === 'ready' || status === 'in_transit' || status === 'partly_received';
  return open && expectedAt !== undefined && Date.parse(expectedAt) < nowMs;
}

export type ReceiveRefusal = {
  code: 'beyond_sent' | 'over_receipt' | 'transfer_cancelled' | 'nothing_received';
  detail: string;
};

/** Why what somebody enters cannot be received so; null: it can. `outstanding`: on the way, by SKU. */
export function receiveRefusal(
  status: TransferStatus,
  lines: ReceiveTransfer['lines'],
  outstanding: ReadonlyMap<string, number>,
  confirmOver: boolean,
): ReceiveRefusal | null {
  if (status === 'cancelled')
    return {
      code: 'transfer_cancelled',
      detail:
        'This transfer was cancelled: nothing of it can be received. Where units did arrive, record a transfer of their own.',
    };
  const over: string[] = [];
  for (const { sku, received, damaged, missing } of lines) {
    const left = outstanding.get(sku) ?? 0;
    if (damaged + missing > left)
      return {
        code: 'beyond_sent',
        detail: `${sku}: ${damaged} damaged and ${missing} missing are more than the ${left} on their way. Nothing was recorded.`,
      };
    if (received + damaged + missing > left) over.push(`${sku} ${received + damaged + missing - left}`);
  }
  if (lines.every(({ received, damaged, missing }) => received + damaged + missing === 0))
    return { code: 'nothing_received', detail: 'Enter at least one unit. Nothing was recorded.' };
  if (over.length > 0 && !confirmOver)
    return {
      code: 'over_receipt',
      detail: `More than was sent: ${over.join(', ')}. Confirm that these units are really here.`,
    };
  return null;
}

/** A transfer with the sums of its lines, in single units; one that only feeds have reported has version 0. */
export interface TransferItem extends TransferCounters {
  transfer: string;
  from: string;
  to: string;
  status: TransferStatus;
  late: boolean;
  expectedAt?: string;
  note: string;
  /** As planned. */
  skus: number;
  units: number;
  version: number;
  createdAt: string;
}

export interface TransferLineItem extends TransferCounters {
  sku: string;
  name: string;
  /** The number of the line in the ledger; a line planned here bears its SKU. */
  line: string;
  /** As planned. */
  units: number;
}

export interface TransferDetail extends TransferItem {
  lines: TransferLineItem[];
}
