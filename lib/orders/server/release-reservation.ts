import type { Pool } from 'pg';
import type { EventOf } from '@/lib/ledger/events';
import type { LedgerWriter } from '@/lib/ledger/server/writer';
import type { ReservationState } from '../reservation';
import { readReservation, reservation_source, reservationEventId } from './read-reservation';

export type ReleaseReservation =
  | { ok: true; reservation: ReservationState }
  | { ok: false; code: 'reservation_committed'; detail: string };

/**
 * Gives back what a reservation still holds. Doing it again, or after its time, changes nothing and succeeds; what an
 * order has taken is given back by cancelling the order.
 */
export async function releaseReservation(
  ports: { pool: Pool; ledger: Pick<LedgerWriter, 'post'> },
  reservation: ReservationState,
  actor: string,
): Promise<ReleaseReservation> {
  const occurredAt = new Date().toISOString();
  const held = reservation.lines.filter((line) => line.held > 0);
  if (held.length > 0)
    // Refusals here say that somebody else released or committed it meanwhile; what is read next tells.
    await ports.ledger.post(
      held.map(
        (line): EventOf<'reservation_released'> => ({
          type: 'reservation_released',
          source: reservation_source,
          id: reservationEventId(reservation.id, line, 'release'),
          occurredAt,
          sku: line.sku,
          quantity: line.held,
          reservation: reservation.id,
          channel: line.channel,
          order: reservation.order,
          line: line.line,
          release: 'released',
        }),
      ),
      actor,
    );
  const after = (await readReservation(ports.pool, reservation.id)) ?? reservation;
  if (after.lines.some((line) => line.released > 0)) return { ok: true, reservation: after };
  return {
    ok: false,
    code: 'reservation_committed',
    detail: `Reservation ${reservation.id} has become order ${reservation.order}: cancel the order instead.`,
  };
}
