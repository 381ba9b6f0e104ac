import type { Pool } from 'pg';
import type { AllocationPolicy } from '@/lib/allocation/policy';
import { withTransaction } from '@/lib/db/transaction';
import { recomputeTargets } from './recompute-targets';

const skus_batch_max = 200;

/**
 * Takes marked SKUs that no other worker has in hand and computes their targets anew, in one transaction: a worker that
 * dies leaves the marks. Returns how many it took.
 */
export async function takeDirtySkus(pool: Pool, policy: AllocationPolicy): Promise<number> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ sku: string }>(
      `DELETE FROM dirty_sku WHERE (bucket, sku) IN (
         SELECT bucket, sku FROM dirty_sku ORDER BY bucket, sku LIMIT $1 FOR UPDATE SKIP LOCKED)
       RETURNING sku`,
      [skus_batch_max],
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
