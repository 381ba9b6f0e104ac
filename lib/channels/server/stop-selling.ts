import { randomUUID } from 'node:crypto';
import type { Pool, PoolClient } from 'pg';
import type { NewStop, SellingStop, StopScope } from '@/lib/catalog/selling-stop';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '@/lib/ledger/bucket';
import { stopInForce } from './list-stops';
import { markListingsDirty, outbox_notification } from './mark-listings-dirty';

export type StopSelling =
  | { ok: true; stop: SellingStop; created: boolean; listings: number }
  | { ok: false; code: 'unknown_sku' | 'unknown_channel'; detail: string };

/** Before everything else that is due: pushes are taken in the order of `due_at`. */
const urgent = 'to_timestamp(0)';

/**
 * Stops selling: the listings' targets are 0 at once, and due before all others; whatever else changes, they stay 0
 * until the stop is taken back (`readSkuStates` reads it). What they held goes to the other listings of the pool. The
 * same stop again gives the one that stands. Pushes that back off are tried at once; a paused channel or listing hears
 * of it when it goes on. All in one transaction, with `record` for the trail.
 */
export async function stopSelling(
  pool: Pool,
  input: NewStop,
  actor: string,
  record: (client: PoolClient, stop: SellingStop, listings: number) => Promise<void>,
): Promise<StopSelling> {
  const scope: StopScope = { sku: input.sku ?? '', channel: input.channel ?? '' };
  return withTransaction(pool, async (client): Promise<StopSelling> => {
    await lockStops(client);
    const unknown = await unknownOf(client, scope);
    if (unknown !== null) return unknown;
    const standing = await stopInForce(client, scope);
    if (standing !== null) return { ok: true, stop: standing, created: false, listings: 0 };
    await client.query(
      'INSERT INTO selling_stop (stop, sku, channel, reason, actor) VALUES ($1, $2, $3, $4, $5)',
      [randomUUID(), scope.sku, scope.channel, input.reason, actor],
    );
    const stop = await stopInForce(client, scope);
    if (stop === null) throw new Error('The stop just written is not in force.');
    const listings = await zeroTargets(client, scope);
    await markListingsDirty(client, await skusOf(client, scope));
    await client.query(
      `UPDATE channel_sync SET push_due_at = NULL WHERE push_due_at IS NOT NULL AND ($1 = '' OR channel = $1)`,
      [scope.channel],
    );
    await client.query(`NOTIFY ${outbox_notification}`);
    await record(client, stop, listings);
    return { ok: true, stop, created: true, listings };
  });
}

/** One stop or resume at a time, so that two of the same scope cannot both be new. */
export async function lockStops(client: PoolClient): Promise<void> {
  await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('truecount.stops', 0))`);
}

/** Every SKU with a listing in the scope. */
export async function skusOf(client: PoolClient, scope: StopScope): Promise<string[]> {
  if (scope.sku !== '') return [scope.sku];
  const { rows } = await client.query<{ sku: string }>(
    'SELECT DISTINCT sku FROM listing WHERE channel = $1',
    [scope.channel],
  );
  return rows.map((row) => row.sku);
}

async function unknownOf(
  client: PoolClient,
  { sku, channel }: StopScope,
): Promise<Extract<StopSelling, { ok: false }> | null> {
  const { rows } = await client.query<{ sku: boolean; channel: boolean }>(
    `SELECT $1 = '' OR EXISTS (SELECT 1 FROM sku WHERE sku = $1) AS sku,
       $2 = '' OR EXISTS (SELECT 1 FROM channel WHERE channel = $2) AS channel`,
    [sku, channel],
  );
  if (rows[0]?.sku !== true) return { ok: false, code: 'unknown_sku', detail: `There is no SKU ${sku}.` };
  if (rows[0].channel !== true)
    return { ok: false, code: 'unknown_channel', detail: `There is no channel ${channel}.` };
  return null;
}

/** Sets the targets in the scope to 0 and makes what shows more due. Rows are locked in the order everybody takes. */
async function zeroTargets(client: PoolClient, { sku, channel }: StopScope): Promise<number> {
  const scope =
    sku === '' ? 's.channel = $1' : "s.bucket = $2 AND s.sku = $3 AND ($1 = '' OR s.channel = $1)";
  const values = sku === '' ? [channel] : [channel, bucketOf(sku), sku];
  await client.query(
    `SELECT 1 FROM listing_sync s WHERE ${scope} ORDER BY bucket, sku, channel, location FOR NO KEY UPDATE`,
    values,
  );
  await client.query(
    `UPDATE listing_sync s SET target = 0, target_at = now(),
       due_at = CASE WHEN c.connector <> 'none'
           AND (s.published IS DISTINCT FROM 0 OR s.acknowledged_version IS DISTINCT FROM s.version)
         THEN ${urgent} ELSE s.due_at END
     FROM channel c WHERE c.channel = s.channel AND ${scope}`,
    values,
  );
  const { rows } = await client.query<{ listings: string }>(
    `SELECT count(*) AS listings FROM listing s WHERE ${scope}`,
    values,
  );
  return Number(rows[0]?.listings ?? 0);
}
