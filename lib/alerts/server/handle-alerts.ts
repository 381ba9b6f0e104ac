import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { Alert, Step } from '../alert';
import type { HandledItem } from '../alert-item';
import { type AlertAction, handle } from '../handle';
import { lockAlerts, persistSteps, readLastEntries } from './alert-rows';

/** In one transaction; more are handled one such part after another. */
const alerts_at_once_max = 1_000;
/** In one action of a person. */
export const alerts_handled_max = 10_000;

/**
 * Does something with each of several alerts, in the order given. They are locked meanwhile, so of two who come
 * at once the second sees what the first has done. `mayTouch` says why an alert is not for this person, or null.
 */
export async function handleAlerts(
  pool: Pool,
  asked: readonly { id: string; action: AlertAction }[],
  actor: string,
  mayTouch: (alert: Alert) => string | null,
): Promise<HandledItem[]> {
  const items: HandledItem[] = [];
  for (let from = 0; from < asked.length; from += alerts_at_once_max)
    items.push(...(await handlePart(pool, asked.slice(from, from + alerts_at_once_max), actor, mayTouch)));
  return items;
}

async function handlePart(
  pool: Pool,
  asked: readonly { id: string; action: AlertAction }[],
  actor: string,
  mayTouch: (alert: Alert) => string | null,
): Promise<HandledItem[]> {
  const ids = asked.map(({ id }) => id);
  return withTransaction(pool, async (client) => {
    const alerts = new Map((await lockAlerts(client, ids)).map((alert) => [alert.alert, alert]));
    const undone = asked.flatMap(({ id, action }) => (action.action === 'undo' ? [id] : []));
    const last = undone.length > 0 ? await readLastEntries(client, undone) : null;
    const now = Date.now();
    const steps: Step[] = [];
    const items = asked.map(({ id, action }): HandledItem => {
      const alert = alerts.get(id);
      if (alert === undefined) return { id, ok: false, code: 'not_found', detail: 'There is no such alert.' };
      const denied = mayTouch(alert);
      if (denied !== null) return { id, ok: false, code: 'outside_limits', detail: denied };
      const handled = handle(alert, action, actor, now, last?.get(id) ?? null);
      if (!handled.ok) return { id, ok: false, code: handled.code, detail: handled.detail };
      alerts.set(id, handled.alert);
      steps.push({ alert: handled.alert, entries: handled.entries });
      return { id, ok: true, version: handled.alert.version };
    });
    await persistSteps(client, steps);
    return items;
  });
}
