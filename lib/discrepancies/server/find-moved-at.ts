import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';

/**
 * When an unrecorded transfer must have been over: by the earliest report that shows it, of either end, so that both
 * cases are explained by it.
 */
export async function findMovedAt(
  pool: Pool,
  { sku, from, to }: { sku: string; from: string; to: string },
  reportedAt: string,
): Promise<string> {
  const { rows } = await pool.query<{ at: Date | null }>(
    `SELECT min(occurred_at) AS at FROM discrepancy
     WHERE bucket = $1 AND sku = $2 AND kind = 'snapshot' AND resolved_at IS NULL
       AND ((node = $3 AND actual < coalesce(expected_now, expected))
         OR (node = $4 AND actual > coalesce(expected_now, expected)))`,
    [bucketOf(sku), sku, from, to],
  );
  const at = rows[0]?.at?.toISOString();
  return at !== undefined && at < reportedAt ? at : reportedAt;
}
