'use server';

import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { getPool } from '@/lib/db/client';
import { moveStocktakeAs, planStocktakeAs } from '@/lib/runtime/stocktakes';
import {
  type MoveStocktake,
  moveStocktakeSchema,
  type PlanStocktake,
  planStocktakeSchema,
  type StocktakeMoved,
} from '@/lib/stocktake/stocktake-document';

export async function planStocktakeAction(input: PlanStocktake): Promise<StocktakeMoved> {
  const parsed = planStocktakeSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? planStocktakeAs(getPool(), allowed.principal, parsed.data) : allowed;
}

export async function moveStocktakeAction(input: MoveStocktake): Promise<StocktakeMoved> {
  const parsed = moveStocktakeSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('post_floor_events');
  return allowed.ok ? moveStocktakeAs(getPool(), allowed.principal, parsed.data) : allowed;
}
