import type { PoolClient } from 'pg';
import type { AllocationPolicy } from '@/lib/allocation/policy';
import { listingKey } from '@/lib/allocation/policy';
import { poolsOf } from '@/lib/allocation/pools';
import { readSkuStates } from '@/lib/allocation/server/read-sku-states';
import { bucketOf } from '@/lib/ledger/bucket';
import { mustPush, packsOf } from '../sync-state';
import { outbox_notification } from './mark-listings-dirty';
import { type SyncRow, type SyncRowRaw, syncColumns, syncRowOf } from './sync-row';

/**
 * Computes the targets of these SKUs anew and marks what has to be pushed, in the caller's transaction. The listings'
 * rows are locked first, in key order, and stock is read after that by statements of their own: of two that work on
 * one SKU the second sees everything the first saw, so an older number never replaces a newer one. Returns how many
 * listings have become due.
 */
export async function recomputeTargets(
  client: PoolClient,
  skus: readonly string[],
  policy: AllocationPolicy,
): Promise<number> {
  const wanted = [...new Set(skus)]
    .map((sku) => ({ bucket: bucketOf(sku), sku }))
    .sort((a, b) => a.bucket - b.bucket || (a.sku < b.sku ? -1 : Number(a.sku > b.sku)));
  const keys = [wanted.map(({ bucket }) => bucket), wanted.map(({ sku }) => sku)];
  await createMissing(client, keys);
  const rows = await lockRows(client, keys);
  if (rows.length === 0) return 0;
  const targets = await computeTargets(client, [...new Set(rows.map((row) => row.sku))], policy);
  const changes = rows.flatMap((row) => {
    const target = targets.get(row.sku)?.get(listingKey(row)) ?? 0;
    const packs = packsOf(target, row.unitsPerListing);
    const due = row.pushable && row.dueAt === null && mustPush(row, packs);
    return target !== row.target || row.targetAt === null || due ? [{ row, target, due }] : [];
  });
  if (changes.length === 0) return 0;
  await client.query(
    `UPDATE listing_sync s
     SET target = change.target, target_at = now(), due_at = CASE WHEN change.due THEN now() ELSE s.due_at END
     FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::boolean[])
       AS change (bucket, sku, channel, location, target, due)
     WHERE s.bucket = change.bucket AND s.sku = change.sku AND s.channel = change.channel
       AND s.location = change.location`,
    [
      changes.map(({ row }) => row.bucket),
      changes.map(({ row }) => row.sku),
      changes.map(({ row }) => row.channel),
      changes.map(({ row }) => row.location),
      changes.map(({ target }) => target),
      changes.map(({ due }) => due),
    ],
  );
  const due = changes.filter((change) => change.due).length;
  if (due > 0) await client.query(`NOTIFY ${outbox_notification}`);
  return due;
}

/** What each listing of these SKUs should show, in single units: by SKU, then by `listingKey`. */
export async function computeTargets(
  client: PoolClient,
  skus: readonly string[],
  policy: AllocationPolicy,
): Promise<Map<string, Map<string, number>>> {
  const states = await readSkuStates(client, skus);
  return new Map(
    states.map((state) => [
      state.sku,
      new Map(
        poolsOf(state)
          .flatMap(policy)
          .map((target) => [listingKey(target), target.units]),
      ),
    ]),
  );
}

/**
 * A new row begins with the milliseconds since 1970 as its version: should a row be lost and made again, its versions
 * still lie above all that were ever sent, since no listing is pushed a thousand times a second.
 */
async function createMissing(client: PoolClient, keys: readonly unknown[]): Promise<void> {
  await client.query(
    `INSERT INTO listing_sync (bucket, sku, channel, location, version)
     SELECT l.bucket, l.sku, l.channel, l.location, floor(extract(epoch FROM clock_timestamp()) * 1000)
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT * FROM listing l WHERE l.bucket = key.bucket AND l.sku = key.sku
         AND NOT EXISTS (
           SELECT 1 FROM listing_sync s WHERE s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel
             AND s.location = l.location)
       ORDER BY l.channel, l.location
     ) AS l
     ON CONFLICT DO NOTHING`,
    [...keys],
  );
}

async function lockRows(client: PoolClient, keys: readonly unknown[]): Promise<SyncRow[]> {
  await client.query(
    `SELECT 1 FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT 1 FROM listing_sync s WHERE s.bucket = key.bucket AND s.sku = key.sku
       ORDER BY s.channel, s.location FOR NO KEY UPDATE
     ) AS locked`,
    [...keys],
  );
  const { rows } = await client.query<SyncRowRaw>(
    `SELECT ${syncColumns} FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT * FROM listing_sync s WHERE s.bucket = key.bucket AND s.sku = key.sku OFFSET 0
     ) AS s
     JOIN listing l ON l.bucket = s.bucket AND l.sku = s.sku AND l.channel = s.channel AND l.location = s.location
     JOIN channel c ON c.channel = s.channel`,
    [...keys],
  );
  return rows.map(syncRowOf);
}
