import type { Pool } from 'pg';
import type { Principal } from '@/lib/access/principal';
import { type AlertAction, alertActionSchema } from '@/lib/alerts/handle';
import { readAlertItems } from '@/lib/alerts/server/list-alerts';
import { type Answer, problem } from '@/lib/api/problem';
import { handleAlertsAs } from '@/lib/runtime/alerts';

/** Does one thing with one alert and answers with it as it stands then, or with why not. */
export async function handledAnswer(
  { pool, principal }: { pool: Pool; principal: Principal },
  id: string,
  asked: AlertAction,
): Promise<Answer> {
  const action = alertActionSchema.safeParse(asked);
  if (!action.success)
    return problem('unprocessable', action.error.issues[0]?.message ?? 'Not possible.', {
      code: 'until_out_of_range',
    });
  const handled = await handleAlertsAs(pool, principal, [id], action.data);
  if (!handled.ok)
    return handled.code === 'forbidden'
      ? problem('forbidden', handled.detail)
      : problem('unprocessable', handled.detail, { code: handled.code });
  const item = handled.items[0];
  const [alert] = await readAlertItems(pool, [id]);
  if (alert === undefined || item === undefined) return problem('not_found', 'There is no such alert.');
  if (item.ok) return { status: 200, body: alert };
  if (item.code === 'outside_limits') return problem('outside_limits', item.detail);
  if (item.code === 'until_out_of_range') return problem('unprocessable', item.detail, { code: item.code });
  return problem('conflict', item.detail, {
    code: item.code,
    facts: { owner: alert.owner, ownerName: alert.ownerName },
  });
}
