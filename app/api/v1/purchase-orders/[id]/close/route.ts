import { randomUUID } from 'node:crypto';
import { closePurchaseOrderContract } from '@/lib/api/contracts/purchase-orders';
import { methods, route } from '@/lib/api/handler';
import { closePurchaseOrderAs } from '@/lib/runtime/receiving';
import { refusedAnswer } from '../../refused-answer';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(closePurchaseOrderContract, async ({ pool, params, body, principal }) => {
    const closed = await closePurchaseOrderAs(pool, principal, {
      ...body,
      key: randomUUID(),
      purchaseOrder: params.id,
    });
    return closed.ok
      ? { status: 200, body: { purchaseOrder: params.id, version: closed.version } }
      : refusedAnswer(closed);
  }),
});
