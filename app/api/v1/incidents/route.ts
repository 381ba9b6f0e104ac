import { getIncidentsContract } from '@/lib/api/contracts/ledger';
import { methods, route } from '@/lib/api/handler';
import { listIncidents } from '@/lib/ledger/server/list-incidents';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getIncidentsContract, async ({ pool, query }) => ({
    status: 200,
    body: await listIncidents(pool, query),
  })),
});
