import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { countedBalance } from '@/lib/ledger/rules/counts';
import { trueBalancesAt } from '@/lib/ledger/server/true-balances';
import type { StockState } from '@/lib/ledger/states';
import type { ChaseItem } from '../chase';
import { listChases } from './chases';
import { type DiscrepancyItem, listDiscrepancies } from './list-discrepancies';

/** A recount of the case's position that nobody has approved yet. */
export interface WaitingCount {
  sequence: number;
  counted: number;
  countedAt: string;
  /** counted − the books as of the count. */
  variance: number;
  /** The actor of the event. */
  by: string;
}

export interface CaseDetail extends DiscrepancyItem {
  chases: ChaseItem[];
  counts: WaitingCount[];
}

/** A case with its evidence and the recounts that wait; null where there is none. */
export async function readCase(
  pool: Pool,
  key: { sku: string; node: string; sequence: number },
): Promise<CaseDetail | null> {
  const { items } = await listDiscrepancies(pool, { ...key, limit: 1 });
  const [item] = items;
  if (item === undefined) return null;
  const { rows } = await pool.query<{
    sequence: string;
    counted: string;
    counted_at: Date;
    state: StockState | '';
    actor: string;
  }>(
    `SELECT c.sequence, c.counted, c.counted_at, c.state, e.actor
     FROM stock_count c JOIN inventory_event e ON e.sequence = c.sequence AND e.bucket = c.bucket AND e.sku = c.sku
     WHERE c.bucket = $1 AND c.sku = $2 AND c.node = $3 AND c.approved_sequence IS NULL AND c.counted_at >= $4
     ORDER BY c.counted_at DESC LIMIT 10`,
    [bucketOf(key.sku), key.sku, key.node, item.occurredAt],
  );
  const chases = await listChases(pool, key);
  const truths = await trueBalancesAt(
    pool,
    rows.map(({ counted_at }) => ({ sku: key.sku, node: key.node, at: counted_at })),
  );
  return {
    ...item,
    chases,
    counts: rows.map((row, index) => {
      const balances = truths[index]?.balances;
      const books = balances === undefined ? 0 : countedBalance({ state: row.state }, balances);
      return {
        sequence: Number(row.sequence),
        counted: Number(row.counted),
        countedAt: row.counted_at.toISOString(),
        variance: Number(row.counted) - books,
        by: row.actor,
      };
    }),
  };
}
