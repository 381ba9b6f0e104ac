import type { Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { waitingSinceJoins } from './waiting-since-sql';

export interface ReturnsQuery {
  sku?: string;
  node?: string;
  cursor?: string;
  limit?: number;
}

/** Units of a SKU in quality control at a node, waiting to be looked at. */
export interface ReturnItem {
  sku: string;
  name: string;
  node: string;
  units: number;
  /** Since when some have been waiting: the first that came in after the queue here was last empty. */
  since: string;
}

/** What waits in quality control, the longest first. Throws `invalid_cursor`. */
export async function listReturns(pool: Pool, query: ReturnsQuery): Promise<Page<ReturnItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions = ['p.quality_control > 0'];
  if (query.sku !== undefined) conditions.push(`p.sku = ${bind(query.sku)}`);
  if (query.node !== undefined) conditions.push(`p.node = ${bind(query.node)}`);
  let after = '';
  if (query.cursor !== undefined) {
    const [sinceMs, sku, node] = decodeCursor(query.cursor, ['number', 'string', 'string']);
    after = `WHERE (since, sku, node) > (${[new Date(sinceMs), sku, node].map(bind).join(', ')})`;
  }
  const { rows } = await pool.query<{ sku: string; name: string; node: string; units: string; since: Date }>(
    `SELECT * FROM (
       SELECT p.sku, s.name, p.node, p.quality_control AS units, coalesce(first.recorded_at, p.recorded_at) AS since
       FROM position p JOIN sku s ON s.sku = p.sku
     ${waitingSinceJoins}
       WHERE ${conditions.join(' AND ')}
     ) waiting ${after} ORDER BY since, sku, node LIMIT ${bind(limit + 1)}`,
    values,
  );
  return pageOf(
    rows,
    limit,
    (row) => ({ ...row, units: Number(row.units), since: row.since.toISOString() }),
    (row) => [row.since.getTime(), row.sku, row.node],
  );
}
