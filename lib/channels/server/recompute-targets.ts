import type { PoolClient } from 'pg';
import type { AllocationPolicy } from '@/lib/allocation/policy';
import { listingKey } from '@/lib/allocation/policy';
import { poolsOf } from '@/lib/allocation/pools';
import { lockEscrow } from '@/lib/allocation/server/escrow/escrow-rows';
import { type PlannedSkus, type PlanRequest, planShares, planSkus } from '@/lib/allocation/server/plan-skus';
import { readSkuStates } from '@/lib/allocation/server/read-sku-states';
import { bucketOf, keysInOrder } from '@/lib/ledger/bucket';
import { mustPush, packsOf } from '../sync-state';
import { markListingsDirty, outbox_notification } from './mark-listings-dirty';
import { type SyncRow, type SyncRowRaw, syncColumns, syncRowOf } from './sync-row';

/**
 * How targets are decided: `live` by the policies in force, with rights booked before anything is pushed; a function
 * divides what there is by itself, without rights.
 */
export type TargetPolicy = AllocationPolicy | 'live';

/**
 * Who plans a SKU may hold its head in the ledger until the end of the transaction, and events of that SKU wait meanwhile:
 * so few are planned in one.
 */
export const skus_planned_max = 16;

/** Events to book in the rights first, and the place in the log up to which they are all booked then. */
export type Booking = Pick<PlanRequest, 'events' | 'until'>;

/** Books events in the rights of their SKUs and leaves the planning for later; waits for no lock of the ledger. */
export async function bookInRights(
  client: PoolClient,
  skus: readonly string[],
  booking: Booking,
): Promise<void> {
  const listed = await listedOf(client, keysInOrder(skus));
  if (listed.length === 0) return;
  // The marks first: whoever takes them locks them before the rights as well.
  await markListingsDirty(client, listed);
  await lockEscrow(client, listed);
  await planSkus(client, {
    skus: listed,
    ...booking,
    booksOnly: true,
    now: new Date(),
    outboxOf: () => undefined,
  });
  await takeSoldOutFirst(client, listed);
}

/** Where a shop shows nothing every moment is lost: such SKUs overtake those that have something to sell. */
async function takeSoldOutFirst(client: PoolClient, skus: readonly string[]): Promise<void> {
  await client.query(
    `UPDATE dirty_sku d SET marked_at = d.marked_at - interval '1 hour'
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     WHERE d.bucket = key.bucket AND d.sku = key.sku AND d.marked_at > now() - interval '30 minutes'
       AND EXISTS (SELECT 1 FROM escrow_listing e WHERE e.bucket = key.bucket AND e.sku = key.sku
         AND e.estimate <= 0 AND e.since_ms IS NOT NULL)`,
    [skus.map(bucketOf), skus],
  );
}

/**
 * Computes the targets of these SKUs anew and marks what has to be pushed, in the caller's transaction. The SKUs' rights
 * and then the listings' rows are locked first, in key order, and stock is read after that by statements of their own:
 * of two that work on one SKU the second sees everything the first saw, so an older number never replaces a newer one.
 * Returns how many listings have become due.
 */
export async function recomputeTargets(
  client: PoolClient,
  skus: readonly string[],
  policy: TargetPolicy,
  booking: Booking = {},
): Promise<number> {
  const keys = keysInOrder(skus);
  if (policy === 'live') {
    const listed = await listedOf(client, keys);
    if (listed.length === 0) return 0;
    await lockEscrow(client, listed);
  }
  await createMissing(client, keys);
  const rows = await lockRows(client, keys);
  if (rows.length === 0) return 0;
  const named = [...new Set(rows.map((row) => row.sku))];
  if (policy !== 'live')
    return notifyDue(client, await followShares(client, rows, await computeTargets(client, named, policy)));

  const outbox = new Map(rows.map((row) => [rowKey(row), row]));
  const plan = await planSkus(client, {
    skus: named,
    ...booking,
    now: new Date(),
    outboxOf(sku, listing) {
      const row = outbox.get(JSON.stringify([sku, listing]));
      if (row === undefined) return undefined;
      const isOut = row.inFlightUntil !== null && row.inFlightUntil.getTime() > Date.now();
      return { version: row.version, unanswered: row.attempts > 0 && !isOut };
    },
  });
  const shares = new Map<string, Map<string, number>>();
  const escrowed = new Map<string, number>();
  for (const { sku, channel, location, target, escrow } of plan.targets) {
    const key = listingKey({ channel, location });
    if (escrow) escrowed.set(JSON.stringify([sku, key]), target);
    else shares.set(sku, (shares.get(sku) ?? new Map<string, number>()).set(key, target));
  }
  const due = await saveBooked(client, rows, escrowed, plan);
  const others = rows.filter((row) => !escrowed.has(rowKey(row)));
  return notifyDue(client, due + (await followShares(client, others, shares)));
}

function rowKey(row: SyncRow): string {
  return JSON.stringify([row.sku, listingKey(row)]);
}

async function notifyDue(client: PoolClient, due: number): Promise<number> {
  if (due > 0) await client.query(`NOTIFY ${outbox_notification}`);
  return due;
}

/** Listings whose number follows their share of what there is. */
async function followShares(
  client: PoolClient,
  rows: readonly SyncRow[],
  targets: ReadonlyMap<string, ReadonlyMap<string, number>>,
): Promise<number> {
  const changes = rows.flatMap((row) => {
    const target = targets.get(row.sku)?.get(listingKey(row)) ?? 0;
    const packs = packsOf(target, row.unitsPerListing);
    const due = row.pushable && (row.dueAt === null || row.escrow) && mustPush(row, packs);
    return target !== row.target || row.targetAt === null || due || row.escrow ? [{ row, target, due }] : [];
  });
  if (changes.length === 0) return 0;
  await client.query(
    `UPDATE listing_sync s
     SET target = change.target, target_at = now(), due_at = CASE WHEN change.due THEN now() ELSE s.due_at END,
       escrow = FALSE, booked_version = NULL
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
  return changes.filter((change) => change.due).length;
}

/** Listings whose number is booked before it is sent: their targets, and the pushes that were booked. */
async function saveBooked(
  client: PoolClient,
  rows: readonly SyncRow[],
  targets: ReadonlyMap<string, number>,
  plan: PlannedSkus,
): Promise<number> {
  const nameOf = (of: { sku: string; channel: string; location: string }) =>
    JSON.stringify([of.sku, listingKey(of)]);
  const booked = new Map(plan.booked.map((push) => [nameOf(push), push]));
  const drifts = new Map(plan.drifts.map((drift) => [nameOf(drift), drift.units]));
  const changes = rows.flatMap((row) => {
    const target = targets.get(rowKey(row));
    const push = booked.get(rowKey(row));
    const drift = drifts.get(rowKey(row));
    if (target === undefined) return [];
    const same = target === row.target && row.targetAt !== null && row.escrow;
    return same && push === undefined && drift === undefined ? [] : [{ row, target, push, drift }];
  });
  if (changes.length === 0) return 0;
  await client.query(
    `UPDATE listing_sync s
     SET target = d.target, target_at = now(), escrow = TRUE,
       booked_version = coalesce(d.version, CASE WHEN s.escrow THEN s.booked_version END),
       version = coalesce(d.version, s.version), published = coalesce(d.packs, s.published),
       published_at = CASE WHEN d.version IS NULL THEN s.published_at ELSE now() END,
       attempts = CASE WHEN d.version IS NULL THEN s.attempts ELSE 0 END,
       last_error = CASE WHEN d.version IS NULL THEN s.last_error END,
       drift = coalesce(ceil(d.drift::numeric / l.units_per_listing)::bigint, s.drift),
       due_at = CASE WHEN d.version IS NOT NULL THEN now() WHEN s.escrow THEN s.due_at END
     FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[], $8::bigint[])
       AS d (bucket, sku, channel, location, target, version, packs, drift)
     JOIN listing l ON l.bucket = d.bucket AND l.sku = d.sku AND l.channel = d.channel AND l.location = d.location
     WHERE s.bucket = d.bucket AND s.sku = d.sku AND s.channel = d.channel AND s.location = d.location`,
    [
      changes.map(({ row }) => row.bucket),
      changes.map(({ row }) => row.sku),
      changes.map(({ row }) => row.channel),
      changes.map(({ row }) => row.location),
      changes.map(({ target }) => target),
      changes.map(({ push }) => push?.version ?? null),
      changes.map(({ push }) => push?.packs ?? null),
      changes.map(({ drift }) => drift ?? null),
    ],
  );
  return plan.booked.length;
}

async function listedOf(client: PoolClient, keys: readonly unknown[]): Promise<string[]> {
  const { rows } = await client.query<{ sku: string }>(
    `SELECT key.sku FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     WHERE EXISTS (SELECT 1 FROM listing l WHERE l.bucket = key.bucket AND l.sku = key.sku)`,
    [...keys],
  );
  return rows.map(({ sku }) => sku);
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

/** The same for pools in mode fixed share, by the policies in force. */
export async function computeShares(
  client: PoolClient,
  skus: readonly string[],
): Promise<Map<string, Map<string, number>>> {
  const shares = new Map<string, Map<string, number>>();
  if (skus.length === 0) return shares;
  for (const { sku, channel, location, target } of await planShares(client, skus, new Date()))
    shares.set(
      sku,
      (shares.get(sku) ?? new Map<string, number>()).set(listingKey({ channel, location }), target),
    );
  return shares;
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
