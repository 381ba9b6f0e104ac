import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { recomputeTargets, type TargetPolicy } from './recompute-targets';

/** A transaction costs by its statements more than by its SKUs; beyond this their heads would be held for too long. */
const skus_taken_max = 64;

/**
 * Takes marked SKUs that no other worker has in hand and computes their targets anew, in one transaction: a worker that
 * dies leaves the marks. Returns how many it took.
 */
export async function takeDirtySkus(pool: Pool, policy: TargetPolicy): Promise<number> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ sku: string }>(
      `DELETE FROM dirty_sku WHERE (bucket, sku) IN (
         SELECT bucket, sku FROM dirty_sku ORDER BY marked_at, bucket, sku LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING sku`,
      [skus_taken_max],
    );
    if (rows.length > 0) {
      await recomputeTargets(
        client,
        rows.map((row) => row.sku),
        policy,
      );
    }
    return rows.length;
  });
}
