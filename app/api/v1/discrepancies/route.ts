import { getDiscrepanciesContract } from '@/lib/api/contracts/ledger';
import { methods, route } from '@/lib/api/handler';
import { listDiscrepancies } from '@/lib/discrepancies/server/list-discrepancies';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getDiscrepanciesContract, async ({ pool, query }) => ({
    status: 200,
    body: await listDiscrepancies(pool, query),
  })),
});
