import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { type ListingState, listingState } from '../listing-state';

export const listingFilters = ['all', 'waiting', 'failing', 'drift', 'paused'] as const;
export type ListingFilter = (typeof listingFilters)[number];

export interface ChannelListingsQuery {
  channel: string;
  filter: ListingFilter;
  /** Part of a SKU or its name. */
  search?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** One listing on its way to its channel. Quantities are packs, as the channel counts, but for `targetUnits`. */
export interface ChannelListingItem {
  channel: string;
  sku: string;
  name: string;
  location: string | null;
  unitsPerListing: number;
  targetUnits: number;
  target: number;
  targetAt: string | null;
  published: number | null;
  publishedAt: string | null;
  acknowledged: number | null;
  acknowledgedAt: string | null;
  /** Since when it should show something else than the channel has acknowledged; null: it shows what it should. */
  behindSince: string | null;
  attempts: number;
  error: string | null;
  paused: boolean;
  pausedReason: string | null;
  observed: number | null;
  observedAt: string | null;
  /** What the channel showed beyond what it acknowledged, when it was last read back. */
  drift: number | null;
  /** The channel still shows the drifted number, as far as is known. */
  theirsStands: boolean;
  state: ListingState;
}

interface ListingRow {
  channel: string;
  sku: string;
  name: string;
  location: string;
  units_per_listing: number;
  target: string | null;
  target_at: Date | null;
  published: string | null;
  published_at: Date | null;
  acknowledged: string | null;
  acknowledged_at: Date | null;
  behind: boolean;
  attempts: number | null;
  last_error: string | null;
  paused: boolean;
  paused_reason: string | null;
  observed: string | null;
  observed_at: Date | null;
  drift: string | null;
  connector: string;
}

const filterSql: Record<ListingFilter, string> = {
  all: 'TRUE',
  waiting: 's.due_at IS NOT NULL',
  failing: 's.attempts > 0 AND s.last_error IS NOT NULL',
  drift: 's.drift > 0',
  paused: 'l.paused',
};

/** The listings of a channel by SKU and location. Throws `invalid_cursor`. */
export async function listChannelListings(
  pool: Pool,
  query: ChannelListingsQuery,
): Promise<Page<ChannelListingItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = [`l.channel = ${bind(query.channel)}`, filterSql[query.filter]];
  const search = query.search?.trim() ?? '';
  if (search !== '') {
    const pattern = bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(`(l.sku ILIKE ${pattern} OR k.name ILIKE ${pattern} OR l.external_id = ${bind(search)})`);
  }
  if (query.cursor !== undefined) {
    const [sku, location] = decodeCursor(query.cursor, ['string', 'string']);
    conditions.push(`(l.sku, l.location) > (${bind(sku)}, ${bind(location)})`);
  }
  const { rows } = await pool.query<ListingRow>(
    `SELECT l.channel, l.sku, k.name, l.location, l.units_per_listing, s.target, s.target_at, s.published,
       s.published_at, s.acknowledged, s.acknowledged_at, s.attempts, s.last_error, l.paused, l.paused_reason,
       s.observed, s.observed_at, s.drift, c.connector,
       c.connector <> 'none' AND s.due_at IS NOT NULL AS behind
     FROM listing l
     JOIN channel c ON c.channel = l.channel
     JOIN sku k ON k.sku = l.sku
     LEFT JOIN listing_sync s
       ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
     WHERE ${conditions.join(' AND ')} ORDER BY l.sku, l.location LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(rows, limit, itemOf, (row) => [row.sku, row.location]);
}

function itemOf(row: ListingRow): ChannelListingItem {
  const text = (at: Date | null) => (at === null ? null : at.toISOString());
  const number = (value: string | null) => (value === null ? null : Number(value));
  const targetUnits = Number(row.target ?? 0);
  const published = number(row.published);
  const acknowledged = number(row.acknowledged);
  const drift = number(row.drift);
  return {
    channel: row.channel,
    sku: row.sku,
    name: row.name,
    location: row.location === '' ? null : row.location,
    unitsPerListing: row.units_per_listing,
    targetUnits,
    target: Math.floor(targetUnits / row.units_per_listing),
    targetAt: text(row.target_at),
    published,
    publishedAt: text(row.published_at),
    acknowledged,
    acknowledgedAt: text(row.acknowledged_at),
    behindSince: row.behind ? text(row.target_at) : null,
    attempts: row.attempts ?? 0,
    error: row.last_error,
    paused: row.paused,
    pausedReason: row.paused_reason,
    observed: number(row.observed),
    observedAt: text(row.observed_at),
    drift,
    theirsStands: drift !== null && number(row.observed) === acknowledged && published === acknowledged,
    state: listingState({
      published,
      acknowledged,
      drift,
      paused: row.paused,
      connected: row.connector !== 'none',
    }),
  };
}
