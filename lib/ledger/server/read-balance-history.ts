import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { type BalanceHistory, balanceSteps } from '../balance-steps';
import { bucketOf } from '../bucket';
import { listPostings } from './list-postings';

export const steps_max = 500;

/** The last 500 steps of a SKU's balance, at one node or over all, out of one snapshot. */
export async function readBalanceHistory(
  pool: Pool,
  { sku, node }: { sku: string; node?: string | undefined },
): Promise<BalanceHistory & { complete: boolean }> {
  return withTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ available: string; on_hand: string }>(
        `SELECT coalesce(sum(available), 0) AS available,
           coalesce(sum(available + committed + quality_control + damaged), 0) AS on_hand
         FROM position WHERE bucket = $1 AND sku = $2 AND ($3::text IS NULL OR node = $3)`,
        [bucketOf(sku), sku, node ?? null],
      );
      const postings = await listPostings(client, {
        sku,
        limit: steps_max,
        ...(node === undefined ? {} : { node }),
      });
      const present = { available: Number(rows[0]?.available), onHand: Number(rows[0]?.on_hand) };
      return { ...balanceSteps(present, postings.items), complete: postings.next === undefined };
    },
    { isolation: 'repeatable read', readOnly: true },
  );
}
