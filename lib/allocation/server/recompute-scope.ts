import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { PolicyScope } from '../policy-version';

export interface RecomputePorts {
  markListingsDirty(client: PoolClient, skus: readonly string[] | 'all'): Promise<void>;
  recordRecompute(client: PoolClient, found: { skus: number; listings: number }): Promise<void>;
}

/** Marks what a scope touches for new targets, and says how much that is. */
export async function recomputeScope(
  pool: Pool,
  scope: PolicyScope,
  ports: RecomputePorts,
): Promise<{ skus: number; listings: number }> {
  return withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ sku: string; listings: string }>(
      `SELECT l.sku, count(*) AS listings FROM listing l LEFT JOIN sku s ON s.sku = l.sku
       WHERE ($1 = '' OR l.sku = $1) AND ($2 = '' OR s.category = $2) AND ($3 = '' OR l.channel = $3)
       GROUP BY l.sku`,
      [scope.sku, scope.category, scope.channel],
    );
    const found = {
      skus: rows.length,
      listings: rows.reduce((sum, row) => sum + Number(row.listings), 0),
    };
    const everything = scope.sku === '' && scope.category === '' && scope.channel === '';
    await ports.markListingsDirty(client, everything ? 'all' : rows.map((row) => row.sku));
    await ports.recordRecompute(client, found);
    return found;
  });
}
