import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import type { ListingKey } from './nudge-channel';

export type Accepted =
  | { ok: true; quantity: number }
  | { ok: false; code: 'no_drift' | 'overtaken' | 'not_covered'; detail: string };

/**
 * Lets the number stand that a drifted listing shows: nothing is pushed until the SKU moves next, and the drift is off
 * the record. Only as many units as its channel's sources have available; beyond that it would promise what is not
 * there. Where ours has been pushed meanwhile, theirs is gone and there is nothing to accept.
 */
export function acceptDrift(pool: Pool, { channel, sku, location }: ListingKey): Promise<Accepted> {
  return withTransaction(pool, async (client) => {
    const key = [bucketOf(sku), sku, channel, location];
    const { rows } = await client.query<{
      drift: string | null;
      observed: string | null;
      published: string | null;
      acknowledged: string | null;
      in_flight: boolean;
      pack: number;
      available: string;
      escrow: boolean;
    }>(
      `SELECT s.drift, s.observed, s.published, s.acknowledged, s.in_flight_until > now() AS in_flight,
         l.units_per_listing AS pack, s.escrow,
         (SELECT coalesce(sum(p.available), 0) FROM position p JOIN channel_source c ON c.node = p.node
          WHERE p.bucket = s.bucket AND p.sku = s.sku AND c.channel = s.channel) AS available
       FROM listing_sync s
       JOIN listing l ON l.bucket = s.bucket AND l.sku = s.sku AND l.channel = s.channel AND l.location = s.location
       WHERE s.bucket = $1 AND s.sku = $2 AND s.channel = $3 AND s.location = $4
       FOR NO KEY UPDATE OF s`,
      key,
    );
    const [row] = rows;
    if (row === undefined || row.drift === null || row.observed === null)
      return { ok: false, code: 'no_drift', detail: 'The listing shows what it acknowledged.' };
    if (row.escrow) {
      // Its rights have paid for what it shows already, or it is being taken back: only the note goes.
      await client.query(
        `UPDATE listing_sync SET drift = NULL WHERE bucket = $1 AND sku = $2 AND channel = $3 AND location = $4`,
        key,
      );
      return { ok: true, quantity: Number(row.observed) };
    }
    if (row.observed !== row.acknowledged || row.observed !== row.published || row.in_flight)
      return {
        ok: false,
        code: 'overtaken',
        detail: 'Our number has been sent meanwhile. Read back to see what the channel shows now.',
      };
    const quantity = Number(row.observed);
    if (quantity * row.pack > Number(row.available))
      return {
        ok: false,
        code: 'not_covered',
        detail: `It shows ${quantity * row.pack} unit(s), but its sources have ${row.available} available. Push ours instead.`,
      };
    await client.query(
      `UPDATE listing_sync SET drift = NULL, due_at = NULL, attempts = 0, last_error = NULL
       WHERE bucket = $1 AND sku = $2 AND channel = $3 AND location = $4`,
      key,
    );
    return { ok: true, quantity };
  });
}
