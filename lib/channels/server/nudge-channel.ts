import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { markListingsDirty, outbox_notification } from './mark-listings-dirty';

export interface ListingKey {
  channel: string;
  sku: string;
  /** '' where it has none. */
  location: string;
}

export type Nudged =
  | { ok: true }
  | { ok: false; code: 'unknown_listing' | 'unknown_channel' | 'not_connectable' | 'paused'; detail: string };

/**
 * Sends what a listing should show at once, without waiting for its back-off or its channel's: the worker's loops take
 * what is due. Where it shows what it should already, nothing is sent.
 */
export async function retryListing(pool: Pool, { channel, sku, location }: ListingKey): Promise<Nudged> {
  const { rows } = await pool.query<{ connector: string; paused: boolean }>(
    `SELECT c.connector, l.paused OR coalesce(y.paused, FALSE) AS paused
     FROM listing l JOIN channel c ON c.channel = l.channel LEFT JOIN channel_sync y ON y.channel = l.channel
     WHERE l.bucket = $1 AND l.sku = $2 AND l.channel = $3 AND l.location = $4`,
    [bucketOf(sku), sku, channel, location],
  );
  const [listing] = rows;
  if (listing === undefined)
    return { ok: false, code: 'unknown_listing', detail: `${channel} has no listing of ${sku} there.` };
  if (listing.connector === 'none') return notConnectable(channel);
  if (listing.paused)
    return {
      ok: false,
      code: 'paused',
      detail: 'Pushing is paused: resume it, and the newest number is sent.',
    };
  await pool.query(
    `UPDATE listing_sync SET due_at = now()
     WHERE bucket = $1 AND sku = $2 AND channel = $3 AND location = $4`,
    [bucketOf(sku), sku, channel, location],
  );
  await pool.query('UPDATE channel_sync SET push_due_at = NULL WHERE channel = $1', [channel]);
  await pool.query(
    `UPDATE escrow_listing SET blocked_until = NULL
     WHERE bucket = $1 AND sku = $2 AND channel = $3 AND location = $4`,
    [bucketOf(sku), sku, channel, location],
  );
  await markListingsDirty(pool, [sku]);
  await pool.query(`NOTIFY ${outbox_notification}`);
  return { ok: true };
}

/** Reads back at once what a channel shows: all of its listings, since one request brings them all. */
export async function readBackNow(pool: Pool, channel: string): Promise<Nudged> {
  const { rowCount } = await pool.query(
    `UPDATE channel_sync y SET audit_due_at = now() FROM channel c
     WHERE c.channel = y.channel AND y.channel = $1 AND c.connector <> 'none'`,
    [channel],
  );
  if (rowCount === 0) return notConnectable(channel);
  await pool.query(`NOTIFY ${outbox_notification}`);
  return { ok: true };
}

function notConnectable(channel: string): Nudged {
  return {
    ok: false,
    code: 'not_connectable',
    detail: `${channel} has no connector: there is nothing to ask and nothing to tell.`,
  };
}
