'use server';

import type { z } from 'zod';
import type { Principal } from '@/lib/access/principal';
import type { Permission } from '@/lib/access/roles';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import { type Chase, chaseSchema } from '@/lib/discrepancies/chase';
import {
  type AcceptReport,
  acceptReportSchema,
  type RecordTransfer,
  recordTransferSchema,
} from '@/lib/discrepancies/ways-out';
import {
  acceptReportAs,
  approveCountAs,
  chaseAs,
  countStockAs,
  recordTransferAs,
} from '@/lib/runtime/discrepancies';
import type { PostedByHand } from '@/lib/runtime/post-by-hand';
import {
  type ApproveCount,
  approveCountSchema,
  type CountStock,
  countStockSchema,
} from '@/lib/stocktake/count-stock';

export async function recordTransferAction(input: RecordTransfer): Promise<PostedByHand> {
  return run(recordTransferSchema, input, 'post_floor_events', (principal, parsed) =>
    recordTransferAs(getPool(), principal, parsed),
  );
}

export async function chaseAction(
  input: Chase,
): Promise<{ ok: true } | { ok: false; code: string; detail: string }> {
  const parsed = chaseSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? chaseAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function countStockAction(input: CountStock): Promise<PostedByHand> {
  return run(countStockSchema, input, 'post_floor_events', countStockAs);
}

export async function acceptReportAction(input: AcceptReport): Promise<PostedByHand> {
  return run(acceptReportSchema, input, 'approve_variances', (principal, parsed) =>
    acceptReportAs(getPool(), principal, parsed),
  );
}

export async function approveCountAction(input: ApproveCount): Promise<PostedByHand> {
  return run(approveCountSchema, input, 'approve_variances', (principal, parsed) =>
    approveCountAs(getPool(), principal, parsed),
  );
}

/** Parse, authorise, use case. Nothing to revalidate: the stream tells every open page. */
async function run<Schema extends z.ZodType>(
  schema: Schema,
  input: unknown,
  permission: Permission,
  use: (principal: Principal, input: z.output<Schema>) => Promise<PostedByHand>,
): Promise<PostedByHand> {
  const parsed = schema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission(permission);
  return allowed.ok ? use(allowed.principal, parsed.data) : allowed;
}
