import { readPools } from '@/lib/allocation/server/read-pools';
import { getPoolsContract } from '@/lib/api/contracts/pools';
import { methods, route } from '@/lib/api/handler';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getPoolsContract, async ({ pool, query }) => ({
    status: 200,
    body: { items: await readPools(pool, query.sku) },
  })),
});
