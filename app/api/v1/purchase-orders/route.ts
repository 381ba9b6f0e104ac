import { getPurchaseOrdersContract } from '@/lib/api/contracts/purchase-orders';
import { methods, route } from '@/lib/api/handler';
import { listPurchaseOrders } from '@/lib/receiving/server/list-purchase-orders';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getPurchaseOrdersContract, async ({ pool, query }) => ({
    status: 200,
    body: await listPurchaseOrders(pool, query),
  })),
});
