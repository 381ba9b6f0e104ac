import type { Pool } from 'pg';
import type { EventOf } from '@/lib/ledger/events';
import type { LedgerWriter } from '@/lib/ledger/server/writer';
import { reservation_source, reservationEventId } from './read-reservation';

export const expire_poll_ms = 1_000;
export const expired_lines_batch_max = 500;
/** A commit that was let through just before the end must find its units still held. */
export const expiry_grace_ms = 1_000;
const error_backoff_ms_max = 30_000;

interface Ports {
  pool: Pool;
  ledger: Pick<LedgerWriter, 'post'>;
}

interface ExpiredRow {
  sku: string;
  channel: string;
  order_id: string;
  line: string;
  reservation: string;
  held: string;
  expires_at: Date;
}

/**
 * Releases what is held past its time, at most one batch; returns how many lines were released. Several processes may
 * do it at once: the ids and instants of the events come from the reservation alone.
 */
export async function expireReservations(ports: Ports): Promise<number> {
  const { rows } = await ports.pool.query<ExpiredRow>(
    `SELECT sku, channel, order_id, line, reservation, held, expires_at FROM reservation
     WHERE held > 0 AND expires_at < now() - make_interval(secs => $1) ORDER BY expires_at LIMIT $2`,
    [expiry_grace_ms / 1000, expired_lines_batch_max],
  );
  if (rows.length === 0) return 0;
  const results = await ports.ledger.post(
    rows.map(
      (row): EventOf<'reservation_released'> => ({
        type: 'reservation_released',
        source: reservation_source,
        id: reservationEventId(row.reservation, row, 'expire'),
        occurredAt: row.expires_at.toISOString(),
        sku: row.sku,
        quantity: Number(row.held),
        reservation: row.reservation,
        channel: row.channel,
        order: row.order_id,
        line: row.line,
        release: 'expired',
      }),
    ),
    reservation_source,
  );
  return results.filter((result) => result.status === 'applied').length;
}

/** Keeps releasing what has expired until it is stopped; an error is reported and tried again with growing pauses. */
export function startReservationExpiry(
  ports: Ports & { onError: (error: unknown) => void; poll_ms?: number },
): { stop(): Promise<void> } {
  const poll_ms = ports.poll_ms ?? expire_poll_ms;
  const stopping = new AbortController();
  const pause = (ms: number) =>
    new Promise<void>((resolve) => {
      const timer = setTimeout(done, ms);
      function done() {
        clearTimeout(timer);
        stopping.signal.removeEventListener('abort', done);
        resolve();
      }
      stopping.signal.addEventListener('abort', done);
      if (stopping.signal.aborted) done();
    });
  const loop = async () => {
    let failures = 0;
    while (!stopping.signal.aborted) {
      try {
        const released = await expireReservations(ports);
        failures = 0;
        if (released < expired_lines_batch_max) await pause(poll_ms);
      } catch (error) {
        failures += 1;
        ports.onError(error);
        await pause(Math.min(error_backoff_ms_max, poll_ms * 2 ** failures));
      }
    }
  };
  const running = loop();
  return {
    async stop() {
      stopping.abort();
      await running;
    },
  };
}
