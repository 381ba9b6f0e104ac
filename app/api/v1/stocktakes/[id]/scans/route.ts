import { postScansContract } from '@/lib/api/contracts/stocktakes';
import { methods, route } from '@/lib/api/handler';
import { addScansAs } from '@/lib/runtime/stocktakes';
import { refusedAnswer } from '../../refused-answer';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(postScansContract, async ({ pool, params, body, principal }) => {
    const added = await addScansAs(pool, principal, { ...body, stocktake: params.id });
    return added.ok ? { status: 200, body: { results: added.results } } : refusedAnswer(added);
  }),
});
