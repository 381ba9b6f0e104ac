import { commitReservationContract } from '@/lib/api/contracts/reservations';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { commitReservationAs } from '@/lib/runtime/reservations';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(commitReservationContract, async ({ pool, params, principal }) => {
    const committed = await commitReservationAs(pool, params.id, principal);
    return committed.ok
      ? { status: 200, body: committed.reservation }
      : problem(committed.code, committed.detail);
  }),
});
