import type { Pool } from 'pg';
import { listingKey } from '@/lib/allocation/policy';
import { withTransaction } from '@/lib/db/transaction';
import { written_from_sql } from '@/lib/ledger/sequence';
import type { LevelUpdate } from '../connector';
import { mustPush, packsOf, versionFor } from '../sync-state';
import { computeShares, computeTargets, type TargetPolicy } from './recompute-targets';
import { type SyncRow, type SyncRowRaw, syncColumns, syncRowOf } from './sync-row';

/** Instants are stored to the millisecond, rounded: what became due a moment ago may seem to lie ahead. */
const nowSql = `now() + interval '1 millisecond'`;

/** What may be pushed now, for `listing_sync s`, `listing l` and `channel_sync y`; $1 is the channel. */
const dueSql = `s.channel = $1 AND s.due_at <= ${nowSql} AND NOT l.paused
  AND (s.in_flight_until IS NULL OR s.in_flight_until <= ${nowSql})
  AND y.connected_at IS NOT NULL AND NOT y.paused AND (y.push_due_at IS NULL OR y.push_due_at <= ${nowSql})`;

/** A push that nobody reports on for so long is ambiguous: its process has died. Far above the request's deadline. */
export const push_lease_ms = 30_000;

/** A push that was given its version and may now be sent. */
export interface ClaimedPush extends LevelUpdate {
  row: SyncRow;
}

export interface Claim {
  pushes: ClaimedPush[];
  /** Whether as many were due as one batch takes, so that more may be waiting. */
  full: boolean;
  /** Below the number of every event that is written after anything was sent. */
  sequence: number;
}

/** Whether there is anything to claim: one cheap look, without a transaction. */
export async function isPushDue(pool: Pool, channel: string): Promise<boolean> {
  const { rows } = await pool.query(
    `SELECT 1 FROM listing_sync s
     JOIN listing l ON l.bucket = s.bucket AND l.sku = s.sku AND l.channel = s.channel AND l.location = s.location
     JOIN channel_sync y ON y.channel = s.channel
     WHERE ${dueSql} LIMIT 1`,
    [channel],
  );
  return rows.length > 0;
}

/**
 * Takes what is due for a channel, at most `limit` listings, and none that another worker has in hand. Each target is
 * computed from what is there now, not from what made the listing due, and gets the version it will be sent under
 * before it is sent; one that the escrow decides is sent as it was booked. The row stays due at the end of its lease, so a process that dies now loses nothing. Listings that
 * turn out to show what they should are no longer due. Nothing is claimed for a channel that is paused, backing off or
 * not connected yet.
 */
export function claimPushes(
  pool: Pool,
  channel: string,
  limit: number,
  policy: TargetPolicy,
): Promise<Claim> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<SyncRowRaw>(
      `SELECT ${syncColumns} FROM listing_sync s
       JOIN listing l ON l.bucket = s.bucket AND l.sku = s.sku AND l.channel = s.channel AND l.location = s.location
       JOIN channel c ON c.channel = s.channel
       JOIN channel_sync y ON y.channel = s.channel
       WHERE ${dueSql}
       ORDER BY s.due_at LIMIT $2
       FOR NO KEY UPDATE OF s SKIP LOCKED`,
      [channel, limit],
    );
    if (rows.length === 0) return { pushes: [], full: false, sequence: 0 };
    const claimed = rows.map(syncRowOf);
    const isBooked = (row: SyncRow) => policy === 'live' && row.escrow;
    const shared = new Set(claimed.filter((row) => !isBooked(row)).map((row) => row.sku));
    const targets =
      policy === 'live'
        ? await computeShares(client, [...shared])
        : await computeTargets(client, [...shared], policy);
    const decided = claimed.map((row) => {
      if (isBooked(row))
        return {
          row,
          target: row.target,
          quantity: row.published ?? 0,
          push: row.bookedVersion !== null && row.published !== null,
          version: row.bookedVersion ?? row.version,
        };
      const target = targets.get(row.sku)?.get(listingKey(row)) ?? 0;
      const quantity = packsOf(target, row.unitsPerListing);
      return { row, target, quantity, push: mustPush(row, quantity), version: versionFor(row, quantity) };
    });
    await client.query(
      `UPDATE listing_sync s SET target = d.target, target_at = now(),
         version = CASE WHEN d.push THEN greatest(s.version, d.version) ELSE s.version END,
         published = CASE WHEN d.push THEN d.quantity ELSE s.published END,
         published_at = CASE WHEN d.push THEN now() ELSE s.published_at END,
         in_flight_until = CASE WHEN d.push THEN now() + make_interval(secs => $9) END,
         due_at = CASE WHEN d.push THEN now() + make_interval(secs => $9) END
       FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::bigint[], $6::bigint[], $7::bigint[],
                   $8::boolean[]) AS d (bucket, sku, channel, location, target, quantity, version, push)
       WHERE s.bucket = d.bucket AND s.sku = d.sku AND s.channel = d.channel AND s.location = d.location`,
      [
        decided.map(({ row }) => row.bucket),
        decided.map(({ row }) => row.sku),
        decided.map(({ row }) => row.channel),
        decided.map(({ row }) => row.location),
        decided.map(({ target }) => target),
        decided.map(({ quantity }) => quantity),
        decided.map(({ version }) => version),
        decided.map(({ push }) => push),
        push_lease_ms / 1000,
      ],
    );
    const sequence = await client.query<{ last: string }>(`SELECT ${written_from_sql} AS last`);
    return {
      pushes: decided
        .filter(({ push }) => push)
        .map(({ row, quantity, version }) => ({
          row,
          listing: row.externalId,
          location: row.location,
          quantity,
          version,
        })),
      full: rows.length === limit,
      sequence: Number(sequence.rows[0]?.last ?? 0),
    };
  });
}
