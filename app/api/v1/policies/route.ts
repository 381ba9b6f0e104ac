import { listPolicies, policyItem } from '@/lib/allocation/server/list-policies';
import { getPoliciesContract, postPolicyContract } from '@/lib/api/contracts/policies';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { savePolicyAs } from '@/lib/runtime/policies';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getPoliciesContract, async ({ pool, query }) => ({
    status: 200,
    body: await listPolicies(pool, query),
  })),
  POST: route(postPolicyContract, async ({ pool, body, principal }) => {
    const saved = await savePolicyAs(pool, body, principal);
    if (saved.ok) return { status: 201, body: policyItem(saved.row, Date.now()) };
    const errors = saved.problems.map(({ field, reason }) => ({ pointer: `/${field}`, detail: reason }));
    return problem('unprocessable', saved.detail, {
      code: saved.code,
      errors,
      facts: { problems: saved.problems },
    });
  }),
});
