import type { ClientBase, Pool } from 'pg';
import type { Page } from '@/lib/shared/page-cursor';
import type { SkuFilters } from '../filters';
import type { SkuListItem } from '../list-items';
import { Conditions, containing, countRows, type KeysetQuery, readKeyset } from './keyset';
import { skuStoppedSql } from './stopped-sql';

export const skuSorts = ['sku', 'name', 'category', 'price', 'updated'] as const;
export type SkuSort = (typeof skuSorts)[number];

interface SkuListRow extends Omit<SkuListItem, 'unitCostMinor' | 'priceMinor' | 'listings' | 'updatedAt'> {
  unit_cost_minor: string | null;
  price_minor: string | null;
  listings: string;
  updated_at: Date;
}

const stopped = skuStoppedSql('s.sku');

/** The catalogue's SKUs, a page at a time. Throws `invalid_cursor`. */
export async function listSkus(
  db: Pool | ClientBase,
  query: SkuFilters & KeysetQuery<SkuSort>,
): Promise<Page<SkuListItem>> {
  return readKeyset<SkuListRow, SkuListItem, SkuSort>(
    db,
    {
      from: 'sku s',
      columns: `s.sku, s.name, s.category, s.unit_cost_minor, s.price_minor, s.currency,
        s.case_quantity AS "caseQuantity", s.version, s.updated_at, ${stopped} AS stopped,
        ARRAY(SELECT b.barcode FROM sku_barcode b WHERE b.sku = s.sku ORDER BY b.barcode) AS barcodes,
        (SELECT count(*) FROM listing l WHERE l.sku = s.sku) AS listings`,
      sorts: {
        sku: { sql: 's.sku', type: 'text' },
        name: { sql: 's.name', type: 'text' },
        category: { sql: "coalesce(s.category, '')", type: 'text' },
        price: { sql: 'coalesce(s.price_minor, -1)::float8', type: 'float8' },
        updated: { sql: 's.updated_at', type: 'timestamptz' },
      },
      key: [{ sql: 's.sku', type: 'text' }],
    },
    conditionsOf(query),
    query,
    ({ unit_cost_minor, price_minor, listings, updated_at, ...row }) => ({
      sku: row.sku,
      name: row.name,
      category: row.category,
      unitCostMinor: unit_cost_minor === null ? null : Number(unit_cost_minor),
      priceMinor: price_minor === null ? null : Number(price_minor),
      currency: row.currency,
      caseQuantity: row.caseQuantity,
      barcodes: row.barcodes,
      listings: Number(listings),
      stopped: row.stopped,
      version: row.version,
      updatedAt: updated_at.toISOString(),
    }),
  );
}

/** The SKUs that match, in order, at most `limit`. */
export async function selectSkus(
  db: Pool | ClientBase,
  filters: SkuFilters,
  limit: number,
): Promise<string[]> {
  const conditions = conditionsOf(filters);
  const { rows } = await db.query<{ sku: string }>(
    `SELECT s.sku FROM sku s ${conditions.where} ORDER BY s.sku LIMIT ${conditions.bind(limit)}`,
    conditions.values,
  );
  return rows.map((row) => row.sku);
}

export function countSkus(db: Pool | ClientBase, filters: SkuFilters, max: number): Promise<number> {
  return countRows(db, 'sku s', conditionsOf(filters), max);
}

function conditionsOf(filters: SkuFilters): Conditions {
  const conditions = new Conditions();
  const search = filters.search?.trim() ?? '';
  if (search !== '') {
    const pattern = conditions.bind(containing(search));
    conditions.add(`(s.sku ILIKE ${pattern} OR s.name ILIKE ${pattern}
      OR s.sku IN (SELECT b.sku FROM sku_barcode b WHERE b.barcode = ${conditions.bind(search)}))`);
  }
  if (filters.category !== undefined) conditions.add(`s.category = ${conditions.bind(filters.category)}`);
  if (filters.channel !== undefined)
    conditions.add(
      `s.sku IN (SELECT l.sku FROM listing l WHERE l.channel = ${conditions.bind(filters.channel)})`,
    );
  if (filters.listed !== undefined)
    conditions.add(`${not(filters.listed)} EXISTS (SELECT 1 FROM listing l WHERE l.sku = s.sku)`);
  if (filters.stopped !== undefined) conditions.add(`${not(filters.stopped)} ${stopped}`);
  return conditions;
}

function not(answer: 'yes' | 'no'): string {
  return answer === 'yes' ? '' : 'NOT';
}
