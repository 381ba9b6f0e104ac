import type { Pool } from 'pg';
import { availableToSell } from '@/lib/availability/available-to-sell';
import type { Risk } from '@/lib/availability/cover';
import { type Cover, readCover } from '@/lib/availability/server/read-cover';
import { readSafetyStock } from '@/lib/availability/server/read-safety-stock';
import { skuStanding } from '@/lib/availability/sku-standing';
import { bucketOf } from '@/lib/ledger/bucket';
import { trueBalancesAt } from '@/lib/ledger/server/true-balances';
import { onHand } from '@/lib/ledger/states';
import { groupBy } from '@/lib/shared/group-by';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';

export interface StockQuery {
  /** Part of a SKU or a name, in any case, or a whole barcode. */
  search?: string | undefined;
  category?: string | undefined;
  /** Of these only. */
  skus?: readonly string[] | undefined;
  /** Give what was available to sell then, beside what is now. ISO 8601. */
  asOf?: string | undefined;
  sort: 'sku' | 'name';
  direction: 'ascending' | 'descending';
  cursor?: string | undefined;
  limit?: number | undefined;
}

export interface StockCell {
  availableToSell: number;
  onHand: number;
  committed: number;
  available: number;
  safetyStock: number;
  incoming: number;
  /** Null where nothing is asked for. */
  coverDays: number | null;
  leadDays: number;
  /** What could be sold at the moment compared with. */
  earlier?: number;
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
  risk: Risk | null;
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
  const [positions, listings] = await Promise.all([readCover(pool, skus), readListings(pool, skus)]);
  const earlier = query.asOf === undefined ? null : await readEarlier(pool, positions, query.asOf);
  const bySku = groupBy(positions, ({ sku }) => sku);
  const items = new Map<string, StockItem>(
    rows.map((row) => {
      const own = bySku.get(row.sku) ?? [];
      const nodes = Object.fromEntries(own.map((position) => [position.node, cellOf(position, earlier)]));
      const standing = skuStanding(own);
      return [
        row.sku,
        { ...row, risk: standing?.risk ?? null, total: totalOf(nodes, standing), nodes, channels: {} },
      ];
    }),
  );
  for (const { sku, channel, ...cell } of listings) {
    const item = items.get(sku);
    if (item !== undefined) item.channels[channel] = cell;
  }
  return { items: [...items.values()], ...(next === undefined ? {} : { next }) };
}

function cellOf(position: Cover, earlier: ((sku: string, node: string) => number) | null): StockCell {
  const { sku, node, balances, safetyStock, coverDays, leadDays } = position;
  return {
    availableToSell: position.availableToSell,
    onHand: onHand(balances),
    committed: balances.committed,
    available: balances.available,
    safetyStock,
    incoming: balances.incoming,
    coverDays,
    leadDays,
    ...(earlier === null ? {} : { earlier: earlier(sku, node) }),
  };
}

function totalOf(nodes: Record<string, StockCell>, standing: ReturnType<typeof skuStanding>): StockCell {
  const cells = Object.values(nodes);
  const sum = (of: (cell: StockCell) => number) => cells.reduce((units, cell) => units + of(cell), 0);
  return {
    availableToSell: sum((cell) => cell.availableToSell),
    onHand: sum((cell) => cell.onHand),
    committed: sum((cell) => cell.committed),
    available: sum((cell) => cell.available),
    safetyStock: sum((cell) => cell.safetyStock),
    incoming: sum((cell) => cell.incoming),
    coverDays: standing?.coverDays ?? null,
    leadDays: standing?.leadDays ?? 0,
    ...(cells.some((cell) => cell.earlier !== undefined)
      ? { earlier: sum((cell) => cell.earlier ?? 0) }
      : {}),
  };
}

/** What could be sold at an instant: what was true then, less the safety stock that was in force. */
async function readEarlier(pool: Pool, positions: readonly Cover[], asOf: string) {
  const client = await pool.connect();
  try {
    const keptBack = await readSafetyStock(
      client,
      [...new Set(positions.map(({ sku }) => sku))],
      new Date(asOf),
    );
    const balances = await trueBalancesAt(
      client,
      positions.map(({ sku, node }) => ({ sku, node, at: asOf })),
    );
    const units = new Map(
      balances.map(({ sku, node, balances: { available } }) => [
        JSON.stringify([sku, node]),
        availableToSell({ available, ...keptBack(sku, node) }),
      ]),
    );
    return (sku: string, node: string) => units.get(JSON.stringify([sku, node])) ?? 0;
  } finally {
    client.release();
  }
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
  if (query.skus !== undefined) conditions.push(`sku = ANY (${bind(query.skus)}::text[])`);
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
