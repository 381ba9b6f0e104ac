'use server';

import { z } from 'zod';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { type AlertSelection, alertSelectionSchema, filtersOf } from '@/lib/alerts/alert-filters';
import { type AlertAction, alertActionSchema } from '@/lib/alerts/handle';
import { alerts_handled_max } from '@/lib/alerts/server/handle-alerts';
import { matchingAlerts } from '@/lib/alerts/server/list-alerts';
import { getPool } from '@/lib/db/client';
import { handleAlertsAs, undoAlertsAs } from '@/lib/runtime/alerts';

export async function handleAlertsAction(selection: AlertSelection, action: AlertAction) {
  const selected = alertSelectionSchema.safeParse(selection);
  const parsed = alertActionSchema.safeParse(action);
  if (!selected.success || !parsed.success) return unreadable;
  const allowed = await requirePermission('handle_alerts');
  if (!allowed.ok) return allowed;
  const filters = 'ids' in selected.data ? null : filtersOf(selected.data.query);
  if ('query' in selected.data && filters === null) return unreadable;
  const ids =
    'ids' in selected.data
      ? selected.data.ids
      : await matchingAlerts(getPool(), filters ?? {}, alerts_handled_max);
  return handleAlertsAs(getPool(), allowed.principal, ids, parsed.data);
}

const doneSchema = z
  .array(z.strictObject({ id: z.string().max(200), version: z.int() }))
  .min(1)
  .max(alerts_handled_max);

export async function undoAlertsAction(done: { id: string; version: number }[]) {
  const parsed = doneSchema.safeParse(done);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('handle_alerts');
  return allowed.ok ? undoAlertsAs(getPool(), allowed.principal, parsed.data) : allowed;
}
