import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { bucketOf } from '../bucket';
import { onHand } from '../states';
import { balancesOf, trueBalancesSql } from './true-balances';

export interface PositionsQuery {
  sku?: string;
  node?: string;
  /** What was true then, by the clock of occurrence. ISO 8601 or a Date. */
  asOf?: string | Date;
  /** What was known then, by the clock of recording. Both together: what was known then about that instant. */
  knownAt?: string | Date;
  cursor?: string;
  limit?: number;
}

/** Balances of a SKU at a stock node, in single units. */
export interface PositionItem {
  sku: string;
  node: string;
  available: number;
  committed: number;
  qualityControl: number;
  damaged: number;
  incoming: number;
  onHand: number;
  /** Facts about that instant are still late: a balance is below zero. Only with `asOf`. */
  provisional?: true;
}

interface PositionRow {
  sku: string;
  node: string;
  available: string;
  committed: string;
  quality_control: string;
  damaged: string;
  incoming: string;
}

/**
 * Positions by SKU and node, a page at a time, out of one statement. A position that was never touched gives no row;
 * one that was touched only after the instant asked for has zeros. Throws `invalid_cursor`.
 */
export async function listPositions(
  client: ClientBase | Pool,
  query: PositionsQuery,
): Promise<Page<PositionItem>> {
  const limit = pageLimit(query.limit);
  const { sql, values } = statementOf(query, limit + 1);
  const { rows } = await client.query<PositionRow>(sql, values);
  return pageOf(rows, limit, itemOf, (row) => [row.sku, row.node]);
}

function statementOf(query: PositionsQuery, rows: number): { sql: string; values: unknown[] } {
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.sku !== undefined)
    conditions.push(`bucket = ${bind(bucketOf(query.sku))}`, `sku = ${bind(query.sku)}`);
  if (query.node !== undefined) conditions.push(`node = ${bind(query.node)}`);
  if (query.cursor !== undefined) {
    const [sku, node] = decodeCursor(query.cursor, ['string', 'string']);
    conditions.push(`(sku, node) > (${bind(sku)}, ${bind(node)})`);
  }
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const page = (columns: string) =>
    `SELECT ${columns} FROM position ${where} ORDER BY sku, node LIMIT ${bind(rows)}`;

  const { asOf, knownAt } = query;
  if (asOf === undefined && knownAt === undefined)
    return { sql: page('sku, node, available, committed, quality_control, damaged, incoming'), values };
  if (asOf === undefined) return { sql: knownSql(page('bucket, sku, node'), bind(knownAt)), values };

  const at = `${bind(asOf)}::timestamptz`;
  const known = `${bind(knownAt ?? 'infinity')}::timestamptz`;
  const keys = page(
    `row_number() OVER (ORDER BY sku, node) AS ordinal, bucket, sku, node, ${at} AS at, ${known} AS known_at`,
  );
  return { sql: `${trueBalancesSql(keys, knownAt !== undefined)} ORDER BY k.ordinal`, values };
}

/** What was known at an instant stands in the last posting recorded until then: one index probe per position. */
function knownSql(page: string, at: string): string {
  return `
    WITH page AS MATERIALIZED (${page})
    SELECT page.sku, page.node, coalesce(last.available, 0) AS available, coalesce(last.committed, 0) AS committed,
      coalesce(last.quality_control, 0) AS quality_control, coalesce(last.damaged, 0) AS damaged,
      coalesce(last.incoming, 0) AS incoming
    FROM page LEFT JOIN LATERAL (
      SELECT p.available, p.committed, p.quality_control, p.damaged, p.incoming FROM posting p
      WHERE p.bucket = page.bucket AND p.sku = page.sku AND p.node = page.node AND p.recorded_at <= ${at}
      ORDER BY p.recorded_at DESC, p.sequence DESC LIMIT 1
    ) last ON TRUE
    ORDER BY page.sku, page.node`;
}

function itemOf(row: PositionRow): PositionItem {
  const balances = balancesOf(row);
  return {
    sku: row.sku,
    node: row.node,
    available: balances.available,
    committed: balances.committed,
    qualityControl: balances.quality_control,
    damaged: balances.damaged,
    incoming: balances.incoming,
    onHand: onHand(balances),
    ...(Object.values(balances).some((units) => units < 0) ? { provisional: true as const } : {}),
  };
}
