import { getTransfersContract, postTransferContract } from '@/lib/api/contracts/transfers';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { saveTransferAs } from '@/lib/runtime/transfers';
import { listTransfers } from '@/lib/transfers/server/list-transfers';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getTransfersContract, async ({ pool, query }) => ({
    status: 200,
    body: await listTransfers(pool, query),
  })),
  POST: route(postTransferContract, async ({ pool, body, principal, repeatable }) => {
    const saved = await saveTransferAs(pool, principal, { key: repeatable.id, seen: 0, plan: body });
    if (saved.ok) return { status: 201, body: { transfer: body.transfer, version: saved.version } };
    return problem('unprocessable', saved.detail, { code: saved.code });
  }),
});
