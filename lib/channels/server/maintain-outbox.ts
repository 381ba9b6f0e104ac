import type { Pool } from 'pg';
import { sweepChannelHours } from './channel-hours';
import { markListingsDirty } from './mark-listings-dirty';

/** Safety stock by days of cover, and policies with dates, move without an event: targets never get older than this. */
const target_hours_max = 6;
const skus_refreshed_max = 2_000;
/** Far above the five minutes within which a webhook can be repeated. */
const delivery_hours_kept = 24;
/** Why a number was pushed is kept so long; the last one of each listing for good. */
const explanation_days_kept = 30;

/** Refreshes targets that have stood for long, and forgets webhook deliveries that can no longer be repeated. */
export async function maintainOutbox(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ sku: string }>(
    `SELECT DISTINCT sku FROM listing_sync WHERE target_at < now() - $1::integer * interval '1 hour' LIMIT $2`,
    [target_hours_max, skus_refreshed_max],
  );
  await markListingsDirty(
    pool,
    rows.map((row) => row.sku),
  );
  await pool.query(
    `UPDATE listing_sync SET target_at = now()
     WHERE sku = ANY($1::text[]) AND target_at < now() - $2::integer * interval '1 hour'`,
    [rows.map((row) => row.sku), target_hours_max],
  );
  await pool.query(
    `DELETE FROM webhook_delivery WHERE received_at < now() - $1::integer * interval '1 hour'`,
    [delivery_hours_kept],
  );
  await pool.query(
    `DELETE FROM push_record r WHERE decided_at < now() - $1::integer * interval '1 day' AND version < (
       SELECT max(version) FROM push_record n
       WHERE n.bucket = r.bucket AND n.sku = r.sku AND n.channel = r.channel AND n.location = r.location)`,
    [explanation_days_kept],
  );
  await sweepChannelHours(pool);
}
