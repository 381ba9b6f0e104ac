import { postReservationContract } from '@/lib/api/contracts/reservations';
import { methods, route } from '@/lib/api/handler';
import { problem } from '@/lib/api/problem';
import { reserveAs } from '@/lib/runtime/reservations';

export const { DELETE, GET, OPTIONS, PATCH, POST, PUT } = methods({
  POST: route(postReservationContract, async ({ pool, body, principal, repeatable }) => {
    const reserved = await reserveAs(pool, body, principal, repeatable);
    if (reserved.ok)
      return {
        status: 201,
        body: reserved.reservation,
        headers: { location: `/api/v1/reservations/${reserved.reservation.id}` },
      };
    const { code, detail, errors, lines, reclaimable } = reserved.refusal;
    if (code === 'outside_limits') return problem(code, detail, { errors });
    if (code !== 'insufficient_stock') return problem('unprocessable', detail, { code, errors });
    const [first] = lines;
    return problem('insufficient_stock', detail, {
      errors,
      facts: { shortBy: first?.shortBy, available: first?.available, reclaimable, lines },
    });
  }),
});
