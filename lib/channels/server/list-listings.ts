import type { ClientBase, Pool } from 'pg';
import { listingKey } from '@/lib/allocation/policy';
import { policiesAt, rulesInForce } from '@/lib/allocation/policy-in-force';
import { readListingFacts } from '@/lib/allocation/server/plan-facts';
import { readPolicies } from '@/lib/allocation/server/policy-rows';
import type { ListingMode } from '@/lib/catalog/schema';
import { bucketOf } from '@/lib/ledger/bucket';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { listingEstimate } from '../listing-estimate';
import { exposurePacks } from '../sync-state';
import { type SyncRowRaw, syncColumns, syncRowOf } from './sync-row';

export interface ListingsQuery {
  channel?: string | undefined;
  sku?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/**
 * What a listing should show, was told, and may still sell. `target`, `exposure` and `held` are single units;
 * `published`, `acknowledged`, `estimate` and `drift` are as the channel counts them, in listing packs.
 */
export interface ListingItem {
  channel: string;
  sku: string;
  /** Null where the listing has none. */
  location: string | null;
  target: number;
  /** What was sent last; null: nothing yet. */
  published: number | null;
  /** What the channel said it shows; null: it was never heard of, or has no connector. */
  acknowledged: number | null;
  /**
   * What the listing probably shows now: by the books of its rights, else acknowledged less what was ordered on the
   * channel since, never below 0. Packs put back by cancellations are not added.
   */
  estimate: number | null;
  /**
   * The most units the channel may still sell that we have not recorded: its exposure by the books of its rights, else
   * the larger of what it acknowledged and what is on its way. Without a connector it is trusted with its target.
   */
  exposure: number;
  /** The units set aside for this listing: its rights; under fixed shares that is the target. */
  held: number;
  /** By the policy in force. */
  mode: ListingMode;
  lastAcknowledgedAt: string | null;
  /** What the channel showed beyond what it acknowledged when it was last read back; null: no drift. */
  drift: number | null;
}

interface ListingRow extends SyncRowRaw {
  shown: string | null;
  exposure: string | null;
  held: string | null;
  ordered_since: string | null;
}

/** Listings by channel, SKU and location, a page at a time. Throws `invalid_cursor`. */
export async function listListings(db: Pool | ClientBase, query: ListingsQuery): Promise<Page<ListingItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.sku !== undefined)
    conditions.push(`l.bucket = ${bind(bucketOf(query.sku))}`, `l.sku = ${bind(query.sku)}`);
  if (query.channel !== undefined) conditions.push(`l.channel = ${bind(query.channel)}`);
  if (query.cursor !== undefined) {
    const [channel, sku, location] = decodeCursor(query.cursor, ['string', 'string', 'string']);
    conditions.push(`(l.channel, l.sku, l.location) > (${bind(channel)}, ${bind(sku)}, ${bind(location)})`);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const { rows } = await db.query<ListingRow>(
    `WITH page AS MATERIALIZED (
       SELECT l.* FROM listing l ${where} ORDER BY l.channel, l.sku, l.location LIMIT ${bind(limit + 1)}
     )
     SELECT l.bucket AS bucket, l.sku AS sku, l.channel AS channel, l.location AS location, e.estimate AS shown, e.exposure, e.held,
       ${columnsWithoutKey}, o.units AS ordered_since
     FROM page l
     JOIN channel c ON c.channel = l.channel
     LEFT JOIN listing_sync s
       ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
     LEFT JOIN escrow_listing e
       ON e.bucket = l.bucket AND e.sku = l.sku AND e.channel = l.channel AND e.location = l.location
     LEFT JOIN LATERAL (
       SELECT SUM(greatest(o.ordered_counted, coalesce(o.ordered_reported, 0))) AS units FROM order_line o
       WHERE o.bucket = s.bucket AND o.sku = s.sku AND o.channel = s.channel
         AND o.sequence > s.acknowledged_sequence AND o.placed_at > s.acknowledged_at
     ) AS o ON s.acknowledged > 0
     ORDER BY l.channel, l.sku, l.location`,
    values,
  );
  const modeOf = await readModes(db, [...new Set(rows.map((row) => row.sku))]);
  return pageOf(
    rows,
    limit,
    (row) => itemOf(row, modeOf(row)),
    (row) => [row.channel, row.sku, row.location],
  );
}

/** A listing whose row in the outbox is not made yet reads as one that was told nothing. */
const columnsWithoutKey = syncColumns
  .split(',')
  .map((column) => column.trim())
  .filter((column) => !['s.bucket', 's.sku', 's.channel', 's.location'].includes(column))
  .map((column) => (column === 's.target' ? 'coalesce(s.target, 0) AS target' : column))
  .join(', ');

async function readModes(db: Pool | ClientBase, skus: readonly string[]) {
  const now = new Date();
  const facts = await readListingFacts(db, skus);
  const policies = policiesAt(await readPolicies(db, now), now.getTime());
  return (of: { sku: string; channel: string; location: string }): ListingMode => {
    const fact = facts.get(JSON.stringify([of.sku, listingKey(of)]));
    return fact === undefined ? 'strict' : rulesInForce(policies, fact).mode;
  };
}

function itemOf(raw: ListingRow, mode: ListingMode): ListingItem {
  const row = syncRowOf(raw);
  return {
    channel: row.channel,
    sku: row.sku,
    location: row.location === '' ? null : row.location,
    target: row.target,
    published: row.published,
    acknowledged: row.acknowledged,
    estimate: listingEstimate({
      unitsPerListing: row.unitsPerListing,
      bookedUnits: row.escrow && raw.shown !== null ? Number(raw.shown) : null,
      acknowledged: row.acknowledged,
      orderedSinceUnits: Number(raw.ordered_since ?? 0),
    }),
    exposure:
      raw.exposure !== null
        ? Number(raw.exposure)
        : row.pushable
          ? exposurePacks(row) * row.unitsPerListing
          : row.target,
    held: raw.held === null ? row.target : Number(raw.held),
    mode,
    lastAcknowledgedAt: row.acknowledgedAt === null ? null : row.acknowledgedAt.toISOString(),
    drift: row.drift,
  };
}
