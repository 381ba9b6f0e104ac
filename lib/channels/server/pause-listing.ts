import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { markListingsDirty } from './mark-listings-dirty';
import type { Pause } from './pause-channel';

/** Stops pushing one listing, or goes on; `location` is `''` where it has none. See pauseChannel. */
export async function pauseListing(
  pool: Pool,
  listing: { channel: string; sku: string; location: string },
  paused: boolean,
  reason?: string,
): Promise<Pause> {
  const { channel, sku, location } = listing;
  const { rowCount } = await pool.query(
    `UPDATE listing SET paused = $5, paused_reason = $6, version = version + 1, updated_at = now()
     WHERE bucket = $1 AND sku = $2 AND channel = $3 AND location = $4`,
    [bucketOf(sku), sku, channel, location, paused, paused ? (reason ?? null) : null],
  );
  if (rowCount === 0)
    return {
      ok: false,
      code: 'unknown_listing',
      detail: `Channel ${channel} has no listing of ${sku} there.`,
    };
  // What it should show is decided anew: nothing is booked for a listing that cannot be pushed to.
  await markListingsDirty(pool, [sku]);
  return { ok: true };
}
