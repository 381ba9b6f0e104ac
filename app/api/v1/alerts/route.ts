import { listAlerts } from '@/lib/alerts/server/list-alerts';
import { getAlertsContract } from '@/lib/api/contracts/alerts';
import { methods, route } from '@/lib/api/handler';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getAlertsContract, async ({ pool, query }) => ({
    status: 200,
    body: await listAlerts(pool, query),
  })),
});
