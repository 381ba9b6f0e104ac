import { getStopsContract, postStopContract } from '@/lib/api/contracts/stops';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { listStops } from '@/lib/channels/server/list-stops';
import { stopSellingAs } from '@/lib/runtime/stops';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getStopsContract, async ({ pool, query }) => ({
    status: 200,
    body: await listStops(pool, query),
  })),
  POST: route(postStopContract, async ({ pool, body, principal }) => {
    const stopped = await stopSellingAs(pool, body, principal);
    if (stopped.ok) return { status: stopped.created ? 201 : 200, body: stopped.stop };
    if (stopped.code === 'unknown_sku' || stopped.code === 'unknown_channel')
      return problem('unprocessable', stopped.detail, { code: stopped.code });
    return problem(stopped.code, stopped.detail);
  }),
});
