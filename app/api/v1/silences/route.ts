import { listSilences } from '@/lib/alerts/server/save-silence';
import { getSilencesContract, postSilenceContract } from '@/lib/api/contracts/alerts';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { addSilenceAs } from '@/lib/runtime/alerts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getSilencesContract, async ({ pool }) => ({
    status: 200,
    body: { items: await listSilences(pool) },
  })),
  POST: route(postSilenceContract, async ({ pool, principal, body }) => {
    const added = await addSilenceAs(pool, principal, body);
    return added.ok ? { status: 201, body: added.silence } : problem(added.code, added.detail);
  }),
});
