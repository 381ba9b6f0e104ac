import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';

const reservations_listed_max = 500;

/** Units of a SKU held for an order that is not placed yet. */
export interface HeldReservation {
  reservation: string;
  channel: string;
  order: string;
  line: string;
  /** Single units still held, per node. */
  claims: Record<string, number>;
  held: number;
  expiresAt: string | null;
  recordedAt: string;
}

/** What is reserved of a SKU now, the first to expire first. */
export async function listHeldReservations(pool: Pool, sku: string): Promise<{ items: HeldReservation[] }> {
  const { rows } = await pool.query<
    Pick<HeldReservation, 'reservation' | 'channel' | 'line' | 'claims'> & {
      order_id: string;
      held: string;
      expires_at: Date | null;
      recorded_at: Date;
    }
  >(
    `SELECT reservation, channel, order_id, line, claims, held, expires_at, recorded_at FROM reservation
     WHERE bucket = $1 AND sku = $2 AND held > 0
     ORDER BY expires_at NULLS LAST, reservation, line LIMIT $3`,
    [bucketOf(sku), sku, reservations_listed_max],
  );
  return {
    items: rows.map((row) => ({
      reservation: row.reservation,
      channel: row.channel,
      order: row.order_id,
      line: row.line,
      claims: row.claims,
      held: Number(row.held),
      expiresAt: row.expires_at?.toISOString() ?? null,
      recordedAt: row.recorded_at.toISOString(),
    })),
  };
}
