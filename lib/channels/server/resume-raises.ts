import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { markListingsDirty } from './mark-listings-dirty';

/**
 * Somebody has looked at a channel whose watermark was broken and trusts it again: its listings of a SKU, or all of
 * them, may be raised. Returns the SKUs that were waiting for it. `record` writes the trail in the same transaction.
 */
export async function resumeRaises(
  pool: Pool,
  { channel, sku }: { channel: string; sku: string | null },
  record: (client: PoolClient, skus: readonly string[]) => Promise<void>,
): Promise<string[]> {
  return withTransaction(pool, async (client) => {
    const waiting = await client.query<{ sku: string }>(
      `SELECT DISTINCT sku FROM escrow_listing
       WHERE channel = $1 AND raises_blocked IS NOT NULL AND ($2::text IS NULL OR sku = $2) ORDER BY sku`,
      [channel, sku],
    );
    const skus = waiting.rows.map((row) => row.sku);
    if (skus.length === 0) return [];
    // The marks first: whoever takes them locks them before the rights as well.
    await markListingsDirty(client, skus);
    await client.query(
      `UPDATE escrow_listing SET raises_blocked = NULL
       WHERE channel = $1 AND raises_blocked IS NOT NULL AND sku = ANY($2::text[])`,
      [channel, skus],
    );
    await record(client, skus);
    return skus;
  });
}
