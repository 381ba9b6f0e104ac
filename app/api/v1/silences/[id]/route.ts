import { deleteSilenceContract } from '@/lib/api/contracts/alerts';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { endSilenceAs } from '@/lib/runtime/alerts';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  DELETE: route(deleteSilenceContract, async ({ pool, principal, params }) => {
    const ended = await endSilenceAs(pool, principal, params.id);
    return ended.ok ? { status: 200, body: ended.silence } : problem(ended.code, ended.detail);
  }),
});
