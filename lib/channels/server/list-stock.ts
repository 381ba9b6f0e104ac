import type { Pool } from 'pg';
import { readAvailability } from '@/lib/availability/server/read-availability';
import { bucketOf } from '@/lib/ledger/bucket';
import { onHand } from '@/lib/ledger/states';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';

export interface StockQuery {
  /** Part of a SKU or a name, in any case, or a whole barcode. */
  search?: string | undefined;
  category?: string | undefined;
  sort: 'sku' | 'name';
  direction: 'ascending' | 'descending';
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface StockCell {
  availableToSell: number;
  onHand: number;
  committed: number;
}

/** Of one channel, over all its locations; single units. Null: nothing was published or acknowledged yet. */
export interface ListingCell {
  target: number;
  published: number | null;
  acknowledged: number | null;
}

export interface StockItem {
  sku: string;
  name: string;
  category: string | null;
  total: StockCell;
  nodes: Record<string, StockCell>;
  channels: Record<string, ListingCell>;
}

interface SkuRow {
  sku: string;
  name: string;
  category: string | null;
}

/** The stock table: SKUs by code or name, a page at a time, each with its positions and listings. Throws `invalid_cursor`. */
export async function listStock(pool: Pool, query: StockQuery): Promise<Page<StockItem>> {
  const limit = pageLimit(query.limit);
  const { rows, next } = await readSkus(pool, query, limit);
  const skus = rows.map((row) => row.sku);
  const [availability, listings] = await Promise.all([
    skus.length === 0 ? [] : readAvailability(pool, { skus }),
    readListings(pool, skus),
  ]);
  const items = new Map<string, StockItem>(
    rows.map((row) => [
      row.sku,
      { ...row, total: { availableToSell: 0, onHand: 0, committed: 0 }, nodes: {}, channels: {} },
    ]),
  );
  for (const { sku, node, balances, availableToSell } of availability) {
    const item = items.get(sku);
    if (item === undefined) continue;
    const cell = { availableToSell, onHand: onHand(balances), committed: balances.committed };
    item.nodes[node] = cell;
    item.total.availableToSell += cell.availableToSell;
    item.total.onHand += cell.onHand;
    item.total.committed += cell.committed;
  }
  for (const { sku, channel, ...cell } of listings) {
    const item = items.get(sku);
    if (item !== undefined) item.channels[channel] = cell;
  }
  return { items: [...items.values()], ...(next === undefined ? {} : { next }) };
}

async function readSkus(pool: Pool, query: StockQuery, limit: number) {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  const search = query.search?.trim() ?? '';
  if (search !== '') {
    const pattern = bind(`%${search.replace(/[\\%_]/g, '\\$&')}%`);
    conditions.push(
      `(sku ILIKE ${pattern} OR name ILIKE ${pattern}
        OR sku IN (SELECT b.sku FROM sku_barcode b WHERE b.barcode = ${bind(search)}))`,
    );
  }
  if (query.category !== undefined) conditions.push(`category = ${bind(query.category)}`);
  const [beyond, order] = query.direction === 'ascending' ? ['>', 'ASC'] : ['<', 'DESC'];
  if (query.cursor !== undefined) {
    const [sorted, sku] = decodeCursor(query.cursor, ['string', 'string']);
    conditions.push(`(${query.sort}, sku) ${beyond} (${bind(sorted)}, ${bind(sku)})`);
  }
  const { rows } = await pool.query<SkuRow>(
    `SELECT sku, name, category FROM sku ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ORDER BY ${query.sort} ${order}, sku ${order} LIMIT ${bind(limit + 1)}`,
    values,
  );
  const page = pageOf(
    rows,
    limit,
    (row) => row,
    (row) => [row[query.sort], row.sku],
  );
  return { rows: page.items, next: page.next };
}

async function readListings(pool: Pool, skus: readonly string[]) {
  const { rows } = await pool.query<{
    sku: string;
    channel: string;
    target: string;
    published: string | null;
    acknowledged: string | null;
  }>(
    `SELECT l.sku, l.channel, SUM(coalesce(s.target, 0)) AS target,
       SUM(s.published * l.units_per_listing) AS published,
       SUM(s.acknowledged * l.units_per_listing) AS acknowledged
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN listing l ON l.bucket = key.bucket AND l.sku = key.sku
     LEFT JOIN listing_sync s
       ON s.bucket = l.bucket AND s.sku = l.sku AND s.channel = l.channel AND s.location = l.location
     GROUP BY l.sku, l.channel`,
    [skus.map(bucketOf), skus],
  );
  return rows.map((row) => ({
    sku: row.sku,
    channel: row.channel,
    target: Number(row.target),
    published: numberOrNull(row.published),
    acknowledged: numberOrNull(row.acknowledged),
  }));
}

function numberOrNull(text: string | null): number | null {
  return text === null ? null : Number(text);
}
