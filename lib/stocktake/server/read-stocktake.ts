import type { Pool } from 'pg';
import { readTolerances } from '@/lib/discrepancies/server/tolerances';
import { toleratedUnits } from '@/lib/discrepancies/tolerance';
import { trueBalancesAt } from '@/lib/ledger/server/true-balances';
import type {
  QueueLine,
  ReviewLine,
  SetAsideScan,
  StocktakeDetail,
  StocktakeItem,
} from '../stocktake-document';
import type { ScanOutcome } from '../stocktake-states';
import { listStocktakes } from './list-stocktakes';

const aside_shown_max = 500;
const blind: readonly string[] = ['counting', 'handing_in'];

/**
 * A stocktake with what is to be counted now and, once it has been handed in, what came of it: the latter only where
 * `maySeeBooks`, and never while it is being counted, for a count is blind. Null where nobody knows it.
 */
export async function readStocktake(
  pool: Pool,
  stocktake: string,
  maySeeBooks: boolean,
): Promise<StocktakeDetail | null> {
  const { items } = await listStocktakes(pool, { stocktake, limit: 1 });
  const [item] = items;
  if (item === undefined) return null;
  return {
    ...item,
    queue: item.status === 'counting' ? await readQueue(pool, item) : [],
    asideScans: await readAside(pool, stocktake),
    review: blind.includes(item.status) || !maySeeBooks ? null : await readReview(pool, item),
  };
}

async function readQueue(pool: Pool, { stocktake, round }: StocktakeItem): Promise<QueueLine[]> {
  const { rows } = await pool.query<{
    sku: string;
    name: string;
    barcodes: string[] | null;
    case_quantity: number | null;
    scanned: string | null;
  }>(
    `SELECT l.sku, s.name, s.case_quantity, c.scanned,
       (SELECT array_agg(barcode) FROM sku_barcode b WHERE b.sku = l.sku) AS barcodes
     FROM stocktake_line l JOIN sku s ON s.sku = l.sku
     LEFT JOIN (
       SELECT sku, sum(units) AS scanned FROM stocktake_scan
       WHERE stocktake = $1 AND round = $2 AND outcome = 'counted' GROUP BY sku
     ) c ON c.sku = l.sku
     WHERE l.stocktake = $1 AND l.due_round = $2 ORDER BY s.name, l.sku`,
    [stocktake, round],
  );
  return rows.map(({ sku, name, barcodes, case_quantity, scanned }) => ({
    sku,
    name,
    barcodes: barcodes ?? [],
    ...(case_quantity === null ? {} : { caseQuantity: case_quantity }),
    scanned: scanned === null ? null : Number(scanned),
  }));
}

async function readAside(pool: Pool, stocktake: string): Promise<SetAsideScan[]> {
  const { rows } = await pool.query<{
    code: string;
    sku: string | null;
    units: string;
    outcome: ScanOutcome;
    scanned_at: Date;
    by: string;
  }>(
    `SELECT x.code, x.sku, sum(x.units) AS units, x.outcome, max(x.scanned_at) AS scanned_at, coalesce(u.name, x.scanned_by) AS by
     FROM stocktake_scan x LEFT JOIN "user" u ON 'user:' || u.id = x.scanned_by
     WHERE x.stocktake = $1 AND x.outcome <> 'counted'
     GROUP BY x.code, x.sku, x.outcome, coalesce(u.name, x.scanned_by) ORDER BY max(x.scanned_at) DESC LIMIT ${aside_shown_max}`,
    [stocktake],
  );
  return rows.map(({ sku, units, scanned_at, ...row }) => ({
    ...row,
    ...(sku === null ? {} : { sku }),
    units: Number(units),
    scannedAt: scanned_at.toISOString(),
  }));
}

interface ReviewRow {
  sku: string;
  name: string;
  planned: boolean;
  class: 'A' | 'B' | 'C';
  counted: string | null;
  counted_at: Date | null;
  counted_round: number | null;
  expected: string | null;
  variance: string | null;
  by: string[] | null;
}

async function readReview(pool: Pool, { stocktake, node }: StocktakeItem): Promise<ReviewLine[]> {
  const { rows } = await pool.query<ReviewRow>(
    `SELECT l.sku, coalesce(s.name, l.sku) AS name, l.planned, coalesce(k.class, 'C') AS class, l.counted, l.counted_at,
       l.counted_round, l.expected, l.variance,
       (SELECT array_agg(DISTINCT coalesce(u.name, x.scanned_by)) FROM stocktake_scan x
        LEFT JOIN "user" u ON 'user:' || u.id = x.scanned_by
        WHERE x.stocktake = l.stocktake AND x.round = l.counted_round AND x.sku = l.sku AND x.outcome = 'counted') AS by
     FROM stocktake_line l LEFT JOIN sku s ON s.sku = l.sku LEFT JOIN sku_class k ON k.sku = l.sku
     WHERE l.stocktake = $1 ORDER BY abs(coalesce(l.variance, l.counted - l.expected)) DESC NULLS LAST, l.sku`,
    [stocktake],
  );
  const open = rows.filter((row) => row.counted !== null && row.variance === null);
  const books = await booksAsOf(
    pool,
    node,
    open.map(({ sku, counted_at }) => ({ sku, at: counted_at ?? new Date() })),
  );
  const tolerances = await readTolerances(pool);
  return rows.map((row) => {
    const counted = row.counted === null ? null : Number(row.counted);
    const posted = row.variance === null ? null : Number(row.variance);
    // What was learned since it was handed in moves what is not posted yet.
    const expected = posted === null ? (books.get(row.sku) ?? null) : (counted ?? 0) - posted;
    const variance = posted ?? (counted === null || expected === null ? null : counted - expected);
    const tolerance = expected === null ? null : toleratedUnits(tolerances[row.class], expected);
    return {
      sku: row.sku,
      name: row.name,
      planned: row.planned,
      class: row.class,
      counted,
      countedAt: row.counted_at?.toISOString() ?? null,
      rounds: row.counted_round,
      expected,
      variance,
      tolerance,
      beyondTolerance: variance !== null && tolerance !== null && Math.abs(variance) > tolerance,
      by: row.by ?? [],
    };
  });
}

const positions_per_query = 500;

/** What the books hold on the shelf (available + committed) at the instant of each line. */
export async function booksAsOf(
  pool: Pool,
  node: string,
  lines: readonly { sku: string; at: Date }[],
): Promise<Map<string, number>> {
  const books = new Map<string, number>();
  for (let from = 0; from < lines.length; from += positions_per_query) {
    const asked = lines.slice(from, from + positions_per_query);
    const truths = await trueBalancesAt(
      pool,
      asked.map(({ sku, at }) => ({ sku, node, at })),
    );
    for (const { sku, balances } of truths) books.set(sku, balances.available + balances.committed);
  }
  return books;
}
