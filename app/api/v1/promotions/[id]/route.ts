import { cancelPromotionContract } from '@/lib/api/contracts/policies';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { cancelPromotionAs } from '@/lib/runtime/policies';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  DELETE: route(cancelPromotionContract, async ({ pool, params, principal }) => {
    const item = await cancelPromotionAs(pool, params.id, principal);
    return item === null
      ? problem('not_found', `There is no promotion ${params.id}.`)
      : { status: 200, body: item };
  }),
});
