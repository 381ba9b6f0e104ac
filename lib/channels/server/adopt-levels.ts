import type { ClientBase, Pool } from 'pg';
import { written_from_sql } from '@/lib/ledger/sequence';
import type { ObservedLevel } from '../connector';

/**
 * Why levels were read back.
 * `connection`: for the first time; what is shown is what the channel can sell, and nothing of ours was sent yet.
 * `overtaken`: a push of ours was stale; where the channel's version is not below ours, its level is taken over.
 * `audit`: to find drift.
 */
export type ReadBack = 'connection' | 'overtaken' | 'audit';

/**
 * Records what a channel shows. Its versions become the floor of ours in any case. In an audit, a settled listing (no
 * push between asking and now) that shows more packs than it acknowledged has drifted by the difference: sales only
 * make it less. That is an upper bound of what can be explained: packs of cancelled orders that the shop has put back
 * itself look like drift too, until the next push. A drifted level is taken over as the one acknowledged, so that what
 * the channel can sell is not understated, and the right number is pushed; the drift stays on record until an audit
 * finds none. Returns the listings that drifted.
 */
export async function adoptLevels(
  db: Pool | ClientBase,
  channel: string,
  levels: readonly ObservedLevel[],
  askedAt: Date,
  why: ReadBack,
): Promise<{ sku: string; location: string; drift: number }[]> {
  if (levels.length === 0) return [];
  const { rows } = await db.query<{ sku: string; location: string; drift: string | null }>(
    `WITH seen AS (
       SELECT s.bucket, s.sku, s.channel, s.location, l.units_per_listing AS pack, d.quantity, d.version AS seen_version,
         s.published IS NOT NULL AND s.acknowledged_version = s.version AND s.in_flight_until IS NULL
           AND s.published_at < $6 AND NOT s.escrow AS settled
       FROM unnest($2::text[], $3::text[], $4::bigint[], $5::bigint[]) AS d (external_id, location, quantity, version)
       JOIN listing l ON l.channel = $1 AND l.external_id = d.external_id AND l.location = d.location
       JOIN listing_sync s ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
       ORDER BY s.bucket, s.sku, s.channel, s.location
       FOR NO KEY UPDATE OF s
     ), judged AS (
       SELECT seen.*, s.acknowledged,
         CASE WHEN seen.settled AND seen.quantity > s.acknowledged THEN seen.quantity - s.acknowledged END AS excess,
         NOT s.escrow AND CASE $7 WHEN 'connection' THEN s.published IS NULL
           WHEN 'overtaken' THEN seen.seen_version >= s.version
           ELSE seen.settled AND (seen.quantity > s.acknowledged OR seen.seen_version > s.version) END AS takes_over
       FROM seen JOIN listing_sync s USING (bucket, sku, channel, location)
     )
     UPDATE listing_sync s SET observed = j.quantity, observed_version = j.seen_version, observed_at = $6,
       version = greatest(s.version, j.seen_version),
       drift = CASE WHEN $7 = 'audit' AND j.settled THEN j.excess ELSE s.drift END,
       acknowledged = CASE WHEN j.takes_over THEN j.quantity ELSE s.acknowledged END,
       acknowledged_version =
         CASE WHEN j.takes_over THEN greatest(s.version, j.seen_version) ELSE s.acknowledged_version END,
       acknowledged_at = CASE WHEN j.takes_over THEN $6 ELSE s.acknowledged_at END,
       acknowledged_sequence = CASE WHEN j.takes_over
         THEN ${written_from_sql} ELSE s.acknowledged_sequence END,
       published = CASE WHEN j.takes_over AND $7 <> 'connection' THEN j.quantity ELSE s.published END,
       in_flight_until = CASE WHEN j.takes_over THEN NULL ELSE s.in_flight_until END,
       attempts = CASE WHEN j.takes_over THEN 0 ELSE s.attempts END,
       due_at = CASE WHEN NOT j.takes_over THEN s.due_at
         WHEN $7 = 'connection' OR s.target / j.pack <> j.quantity THEN now() END
     FROM judged j
     WHERE s.bucket = j.bucket AND s.sku = j.sku AND s.channel = j.channel AND s.location = j.location
     RETURNING s.sku, s.location, s.drift`,
    [
      channel,
      levels.map((level) => level.listing),
      levels.map((level) => level.location),
      levels.map((level) => level.quantity),
      levels.map((level) => level.version),
      askedAt,
      why,
    ],
  );
  return rows.flatMap((row) =>
    row.drift === null ? [] : [{ sku: row.sku, location: row.location, drift: Number(row.drift) }],
  );
}
