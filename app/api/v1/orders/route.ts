import { getOrdersContract } from '@/lib/api/contracts/ledger';
import { methods, route } from '@/lib/api/handler';
import { listOrders } from '@/lib/ledger/server/list-orders';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getOrdersContract, async ({ pool, query }) => ({
    status: 200,
    body: await listOrders(pool, query),
  })),
});
