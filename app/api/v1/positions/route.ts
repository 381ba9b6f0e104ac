import { getPositionsContract } from '@/lib/api/contracts/ledger';
import { methods, route } from '@/lib/api/handler';
import { listPositionsWithAvailability } from '@/lib/availability/server/list-positions-with-availability';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getPositionsContract, async ({ pool, query }) => ({
    status: 200,
    body: await listPositionsWithAvailability(pool, query),
  })),
});
