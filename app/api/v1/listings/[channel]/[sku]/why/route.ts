import { getWhyContract } from '@/lib/api/contracts/pools';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { readWhy } from '@/lib/channels/server/read-why';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getWhyContract, async ({ pool, params, query }) => {
    const why = await readWhy(pool, { ...params, location: query.location ?? '' });
    if (why !== null) return { status: 200, body: why };
    return problem('not_found', `${params.channel} has no listing of ${params.sku} there.`);
  }),
});
