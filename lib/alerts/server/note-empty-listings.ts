import type { ClientBase } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import type { ListingFacts } from '../find-listing';

interface OpenRow {
  sku: string;
  channel: string;
  location: string;
  meant: boolean;
}

const keyOf = ({ sku, channel, location }: Omit<OpenRow, 'meant'>) =>
  JSON.stringify([sku, channel, location]);

/**
 * Keeps on record when a listing shows nothing: what was not offered can only be told from what was seen at that time.
 * One statement where nothing has changed.
 */
export async function noteEmptyListings(
  client: ClientBase,
  skus: readonly string[],
  listings: readonly ListingFacts[],
): Promise<void> {
  const { rows } = await client.query<OpenRow>(
    `SELECT e.sku, e.channel, e.location, e.meant FROM unnest($1::smallint[], $2::text[]) AS k (bucket, sku)
     JOIN listing_empty e ON e.bucket = k.bucket AND e.sku = k.sku AND e.until_at IS NULL`,
    [skus.map(bucketOf), skus],
  );
  const open = new Map(rows.map((row) => [keyOf(row), row]));
  const begun: OpenRow[] = [];
  for (const listing of listings) {
    const key = keyOf(listing);
    const before = open.get(key);
    const meant = listing.paused || listing.stopped || listing.cap === 0;
    // Where nobody knows what it shows, what was known last goes on.
    const goesOn = listing.shown === null || (listing.shown <= 0 && before?.meant === meant);
    if (goesOn) open.delete(key);
    else if (listing.shown !== null && listing.shown <= 0) begun.push({ ...listing, meant });
  }
  if (open.size > 0) await write(client, endSql, [...open.values()]);
  if (begun.length > 0) await write(client, beginSql, begun);
}

const given =
  'unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::boolean[]) AS g (bucket, sku, channel, location, meant)';
const endSql = `UPDATE listing_empty e SET until_at = greatest(clock_timestamp(), e.from_at) FROM ${given}
  WHERE e.bucket = g.bucket AND e.sku = g.sku AND e.channel = g.channel AND e.location = g.location AND e.until_at IS NULL`;
const beginSql = `INSERT INTO listing_empty (bucket, sku, channel, location, from_at, meant)
  SELECT bucket, sku, channel, location, clock_timestamp(), meant FROM ${given} ON CONFLICT DO NOTHING`;

async function write(client: ClientBase, sql: string, rows: readonly OpenRow[]): Promise<void> {
  await client.query(sql, [
    rows.map(({ sku }) => bucketOf(sku)),
    rows.map(({ sku }) => sku),
    rows.map(({ channel }) => channel),
    rows.map(({ location }) => location),
    rows.map(({ meant }) => meant),
  ]);
}
