import { deleteReservationContract, getReservationContract } from '@/lib/api/contracts/reservations';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { readReservationAs, releaseReservationAs } from '@/lib/runtime/reservations';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  GET: route(getReservationContract, async ({ pool, params, principal }) => {
    const found = await readReservationAs(pool, params.id, principal);
    return found.ok ? { status: 200, body: found.reservation } : problem(found.code, found.detail);
  }),
  DELETE: route(deleteReservationContract, async ({ pool, params, principal }) => {
    const released = await releaseReservationAs(pool, params.id, principal);
    return released.ok
      ? { status: 200, body: released.reservation }
      : problem(released.code, released.detail);
  }),
});
