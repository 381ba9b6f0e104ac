import { previewPolicies } from '@/lib/allocation/server/preview-policies';
import { previewPoliciesContract } from '@/lib/api/contracts/policies';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(previewPoliciesContract, async ({ pool, body }) => {
    const previewed = await previewPolicies(pool, body);
    if (previewed.ok) return { status: 200, body: previewed.preview };
    const detail = previewed.problems.map(({ reason }) => reason).join(' ');
    return problem('unprocessable', detail, {
      code: 'invalid_policy',
      facts: { problems: previewed.problems },
    });
  }),
});
