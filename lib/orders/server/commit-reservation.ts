import type { Pool } from 'pg';
import type { EventOf } from '@/lib/ledger/events';
import type { LedgerWriter } from '@/lib/ledger/server/writer';
import type { ReservationState } from '../reservation';
import { readReservation, reservation_source, reservationEventId } from './read-reservation';

export type CommitReservation =
  | { ok: true; reservation: ReservationState }
  | { ok: false; code: 'reservation_expired' | 'reservation_released'; detail: string };

/**
 * Turns what a reservation holds into its order, line by line. Doing it again changes nothing and succeeds; once its
 * time is over, or it was released, the units may be sold to others, so a new reservation is needed.
 */
export async function commitReservation(
  ports: { pool: Pool; ledger: Pick<LedgerWriter, 'post'> },
  reservation: ReservationState,
  actor: string,
): Promise<CommitReservation> {
  if (reservation.status !== 'held') return outcome(reservation);
  const occurredAt = new Date().toISOString();
  // A refusal says that another commit came first, under the same id at another instant; what is read next tells.
  await ports.ledger.post(
    reservation.lines
      .filter((line) => line.held > 0)
      .map(
        (line): EventOf<'order_placed'> => ({
          type: 'order_placed',
          source: reservation_source,
          id: reservationEventId(reservation.id, line, 'commit'),
          occurredAt,
          sku: line.sku,
          quantity: line.held,
          channel: line.channel,
          order: reservation.order,
          line: line.line,
        }),
      ),
    actor,
  );
  const after = await readReservation(ports.pool, reservation.id);
  return outcome(after ?? reservation);
}

function outcome(reservation: ReservationState): CommitReservation {
  const { id, status } = reservation;
  if (status === 'committed') return { ok: true, reservation };
  if (status === 'released')
    return {
      ok: false,
      code: 'reservation_released',
      detail: `Reservation ${id} was released: reserve anew.`,
    };
  if (status === 'expired')
    return {
      ok: false,
      code: 'reservation_expired',
      detail: `Reservation ${id} ended at ${reservation.expiresAt}: reserve anew.`,
    };
  throw new Error(`Reservation ${id} still holds units after it was committed`);
}
