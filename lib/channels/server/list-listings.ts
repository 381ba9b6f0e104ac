import type { ClientBase, Pool } from 'pg';
import type { ListingMode } from '@/lib/catalog/schema';
import { bucketOf } from '@/lib/ledger/bucket';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
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
   * Acknowledged less what was ordered on the channel since, never below 0: what the listing probably shows now. Packs
   * put back by cancellations are not added.
   */
  estimate: number | null;
  /**
   * The most units the channel may still sell without hearing from us: the larger of what it acknowledged and what is
   * on its way. A channel without a connector is trusted with its target.
   */
  exposure: number;
  /** The units set aside for this listing: under fixed shares that is the target. */
  held: number;
  mode: ListingMode;
  lastAcknowledgedAt: string | null;
  /** What the channel showed beyond what it acknowledged when it was last read back; null: no drift. */
  drift: number | null;
}

interface ListingRow extends SyncRowRaw {
  mode: ListingMode;
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
     SELECT l.bucket AS bucket, l.sku AS sku, l.channel AS channel, l.location AS location, l.mode,
       ${columnsWithoutKey}, o.units AS ordered_since
     FROM page l
     JOIN channel c ON c.channel = l.channel
     LEFT JOIN listing_sync s
       ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
     LEFT JOIN LATERAL (
       SELECT SUM(greatest(o.ordered_counted, coalesce(o.ordered_reported, 0))) AS units FROM order_line o
       WHERE o.bucket = s.bucket AND o.sku = s.sku AND o.channel = s.channel
         AND o.sequence > s.acknowledged_sequence AND o.placed_at > s.acknowledged_at
     ) AS o ON s.acknowledged > 0
     ORDER BY l.channel, l.sku, l.location`,
    values,
  );
  return pageOf(rows, limit, itemOf, (row) => [row.channel, row.sku, row.location]);
}

/** A listing whose row in the outbox is not made yet reads as one that was told nothing. */
const columnsWithoutKey = syncColumns
  .split(',')
  .map((column) => column.trim())
  .filter((column) => !['s.bucket', 's.sku', 's.channel', 's.location'].includes(column))
  .map((column) => (column === 's.target' ? 'coalesce(s.target, 0) AS target' : column))
  .join(', ');

function itemOf(raw: ListingRow): ListingItem {
  const row = syncRowOf(raw);
  const soldPacks = Math.ceil(Number(raw.ordered_since ?? 0) / row.unitsPerListing);
  return {
    channel: row.channel,
    sku: row.sku,
    location: row.location === '' ? null : row.location,
    target: row.target,
    published: row.published,
    acknowledged: row.acknowledged,
    estimate: row.acknowledged === null ? null : Math.max(0, row.acknowledged - soldPacks),
    exposure: row.pushable ? exposurePacks(row) * row.unitsPerListing : row.target,
    held: row.target,
    mode: raw.mode,
    lastAcknowledgedAt: row.acknowledgedAt === null ? null : row.acknowledgedAt.toISOString(),
    drift: row.drift,
  };
}
