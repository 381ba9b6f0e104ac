import { postStocktakeStepContract } from '@/lib/api/contracts/stocktakes';
import { methods, route } from '@/lib/api/handler';
import { moveStocktakeAs } from '@/lib/runtime/stocktakes';
import { refusedAnswer } from '../../refused-answer';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(postStocktakeStepContract, async ({ pool, params, body, principal }) => {
    const moved = await moveStocktakeAs(pool, principal, { ...body, stocktake: params.id });
    return moved.ok
      ? { status: 200, body: { stocktake: params.id, version: moved.version } }
      : refusedAnswer(moved);
  }),
});
