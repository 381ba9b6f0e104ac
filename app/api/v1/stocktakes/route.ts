import { getStocktakesContract, postStocktakeContract } from '@/lib/api/contracts/stocktakes';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { planStocktakeAs } from '@/lib/runtime/stocktakes';
import { listStocktakes } from '@/lib/stocktake/server/list-stocktakes';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getStocktakesContract, async ({ pool, query }) => ({
    status: 200,
    body: await listStocktakes(pool, query),
  })),
  POST: route(postStocktakeContract, async ({ pool, body, principal, repeatable }) => {
    const planned = await planStocktakeAs(pool, principal, { key: repeatable.id, plan: body });
    if (planned.ok) return { status: 201, body: { stocktake: body.stocktake, version: planned.version } };
    return problem('unprocessable', planned.detail, { code: planned.code });
  }),
});
