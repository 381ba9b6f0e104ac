import { can } from '@/lib/access/roles';
import { getStocktakeContract } from '@/lib/api/contracts/stocktakes';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { readStocktake } from '@/lib/stocktake/server/read-stocktake';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getStocktakeContract, async ({ pool, params, principal }) => {
    const found = await readStocktake(pool, params.id, can(principal.role, 'approve_variances'));
    if (found === null) return problem('not_found', `There is no stocktake ${params.id}.`);
    return { status: 200, body: found };
  }),
});
