import { randomUUID } from 'node:crypto';
import { getPurchaseOrderContract, putPurchaseOrderContract } from '@/lib/api/contracts/purchase-orders';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { readPurchaseOrder } from '@/lib/receiving/server/read-purchase-order';
import { savePurchaseOrderAs } from '@/lib/runtime/receiving';
import { refusedAnswer } from '../refused-answer';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getPurchaseOrderContract, async ({ pool, params }) => {
    const found = await readPurchaseOrder(pool, params.id);
    return found === null
      ? problem('not_found', `There is no purchase order ${params.id}.`)
      : { status: 200, body: found };
  }),
  PUT: route(putPurchaseOrderContract, async ({ pool, params, body, principal }) => {
    const { seen, ...plan } = body;
    const saved = await savePurchaseOrderAs(pool, principal, {
      key: randomUUID(),
      purchaseOrder: params.id,
      plan,
      ...(seen === undefined ? {} : { seen }),
    });
    return saved.ok
      ? { status: 200, body: { purchaseOrder: params.id, version: saved.version } }
      : refusedAnswer(saved);
  }),
});
