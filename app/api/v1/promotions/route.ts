import { getPromotionsContract, postPromotionContract } from '@/lib/api/contracts/policies';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { listPromotions } from '@/lib/demand/server/list-promotions';
import { savePromotionAs } from '@/lib/runtime/policies';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getPromotionsContract, async ({ pool, query }) => ({
    status: 200,
    body: await listPromotions(pool, query),
  })),
  POST: route(postPromotionContract, async ({ pool, body, principal, repeatable }) => {
    const saved = await savePromotionAs(pool, body, principal, repeatable.id);
    if (saved.ok) return { status: 201, body: saved.item };
    const errors = saved.problems.map(({ field, reason }) => ({ pointer: `/${field}`, detail: reason }));
    const detail = saved.problems.map(({ reason }) => reason).join(' ');
    return problem('unprocessable', detail, { code: 'invalid_promotion', errors });
  }),
});
