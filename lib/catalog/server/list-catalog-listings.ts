import type { ClientBase, Pool } from 'pg';
import type { Page } from '@/lib/shared/page-cursor';
import type { BulkKey } from '../bulk-edit';
import type { ListingFilters } from '../filters';
import type { CatalogListingItem } from '../list-items';
import { Conditions, containing, countRows, type KeysetQuery, readKeyset } from './keyset';
import { listingStoppedSql } from './stopped-sql';

export const listingSorts = ['sku', 'name', 'channel', 'price', 'target'] as const;
export type ListingSort = (typeof listingSorts)[number];

type Stored = 'priceMinor' | 'threshold' | 'floor' | 'cap' | 'buffer' | 'target';
interface ListingListRow extends Omit<CatalogListingItem, Stored | 'updatedAt'> {
  priceMinor: string | null;
  threshold: string | null;
  floor: string | null;
  cap: string | null;
  buffer: string;
  target: string;
  updated_at: Date;
}

const from = 'listing l JOIN sku s ON s.sku = l.sku';
const synced = `LEFT JOIN listing_sync y
  ON y.bucket = l.bucket AND y.sku = l.sku AND y.channel = l.channel AND y.location = l.location`;
const stopped = listingStoppedSql('l.sku', 'l.channel');

/** Listings with their policy, a page at a time. Throws `invalid_cursor`. */
export async function listCatalogListings(
  db: Pool | ClientBase,
  query: ListingFilters & KeysetQuery<ListingSort>,
): Promise<Page<CatalogListingItem>> {
  return readKeyset<ListingListRow, CatalogListingItem, ListingSort>(
    db,
    {
      from,
      late: `JOIN channel c ON c.channel = l.channel ${synced}`,
      columns: `l.sku, s.name AS "skuName", l.channel, c.name AS "channelName", nullif(l.location, '') AS location,
        l.external_id AS "externalId", l.units_per_listing AS "unitsPerListing", l.price_minor AS "priceMinor",
        s.currency, l.threshold, l.floor, l.cap, l.buffer, l.mode, coalesce(y.target, 0) AS target, l.paused,
        ${stopped} AS stopped, l.version, l.updated_at`,
      sorts: {
        sku: { sql: 'l.sku', type: 'text' },
        name: { sql: 's.name', type: 'text' },
        channel: { sql: 'l.channel', type: 'text' },
        price: { sql: 'coalesce(l.price_minor, s.price_minor, -1)::float8', type: 'float8' },
        target: { sql: 'coalesce(y.target, 0)::float8', type: 'float8', join: synced },
      },
      key: [
        { sql: 'l.sku', type: 'text' },
        { sql: 'l.channel', type: 'text' },
        { sql: 'l.location', type: 'text' },
      ],
    },
    conditionsOf(query),
    query,
    (row) => ({
      sku: row.sku,
      skuName: row.skuName,
      channel: row.channel,
      channelName: row.channelName,
      location: row.location,
      externalId: row.externalId,
      unitsPerListing: row.unitsPerListing,
      priceMinor: numberOrNull(row.priceMinor),
      currency: row.currency,
      threshold: numberOrNull(row.threshold),
      floor: numberOrNull(row.floor),
      cap: numberOrNull(row.cap),
      buffer: Number(row.buffer),
      mode: row.mode,
      target: Number(row.target),
      paused: row.paused,
      stopped: row.stopped,
      version: row.version,
      updatedAt: row.updated_at.toISOString(),
    }),
  );
}

/** The listings that match, in order, at most `limit`. */
export async function selectListingKeys(
  db: Pool | ClientBase,
  filters: ListingFilters,
  limit: number,
): Promise<BulkKey[]> {
  const conditions = conditionsOf(filters);
  const { rows } = await db.query<{ sku: string; channel: string; location: string }>(
    `SELECT l.sku, l.channel, l.location FROM ${from} ${conditions.where}
     ORDER BY l.sku, l.channel, l.location LIMIT ${conditions.bind(limit)}`,
    conditions.values,
  );
  return rows;
}

export function countCatalogListings(
  db: Pool | ClientBase,
  filters: ListingFilters,
  max: number,
): Promise<number> {
  return countRows(db, from, conditionsOf(filters), max);
}

function conditionsOf(filters: ListingFilters): Conditions {
  const conditions = new Conditions();
  if (filters.search !== undefined && filters.search.trim() !== '') {
    const pattern = conditions.bind(containing(filters.search));
    conditions.add(`(l.sku ILIKE ${pattern} OR s.name ILIKE ${pattern} OR l.external_id ILIKE ${pattern})`);
  }
  if (filters.channel !== undefined) conditions.add(`l.channel = ${conditions.bind(filters.channel)}`);
  if (filters.sku !== undefined) conditions.add(`l.sku = ${conditions.bind(filters.sku)}`);
  if (filters.category !== undefined) conditions.add(`s.category = ${conditions.bind(filters.category)}`);
  if (filters.stopped !== undefined) conditions.add(`${filters.stopped === 'yes' ? '' : 'NOT'} ${stopped}`);
  return conditions;
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}
