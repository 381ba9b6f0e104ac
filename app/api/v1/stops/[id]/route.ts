import { deleteStopContract } from '@/lib/api/contracts/stops';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { resumeSellingAs } from '@/lib/runtime/stops';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  DELETE: route(deleteStopContract, async ({ pool, params, principal }) => {
    const resumed = await resumeSellingAs(pool, params.id, null, principal);
    return resumed.ok ? { status: 200, body: resumed.stop } : problem(resumed.code, resumed.detail);
  }),
});
