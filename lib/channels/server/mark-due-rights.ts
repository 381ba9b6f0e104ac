import type { Pool } from 'pg';
import { targets_consumer } from '@/lib/allocation/server/escrow/to-sell';
import { oldest_running_xid_sql } from '@/lib/ledger/server/commit-order';

const skus_max = 2_000;

/**
 * Marks SKUs whose rights move without an event: a watermark that counts by now has covered an anchor of theirs, or
 * something waited for its interval. A watermark counts as soon as every event that was written before it was saved is
 * booked; until then it waits.
 */
export async function markDueRights(pool: Pool): Promise<void> {
  const { rows } = await pool.query<{ due: boolean }>(
    `SELECT EXISTS (SELECT 1 FROM channel_sync WHERE watermark_waiting IS NOT NULL)
       OR EXISTS (SELECT 1 FROM escrow WHERE look_again_at <= now()) AS due`,
  );
  if (rows[0]?.due !== true) return;
  await pool.query(
    `WITH at AS (SELECT xid, sequence FROM consumer_cursor WHERE consumer = $1)
     UPDATE channel_sync SET escrow_watermark = greatest(escrow_watermark, watermark_waiting),
       watermark_waiting = NULL, watermark_waits_for = NULL
     WHERE watermark_waiting IS NOT NULL AND watermark_waits_for <= ${oldest_running_xid_sql}
       AND NOT EXISTS (
         SELECT 1 FROM inventory_event
         WHERE (xid, sequence) > (coalesce((SELECT xid FROM at), 0), coalesce((SELECT sequence FROM at), 0))
           AND xid < watermark_waits_for)`,
    [targets_consumer],
  );
  await pool.query(
    `WITH due AS (
       SELECT bucket, sku FROM escrow_listing e JOIN channel_sync y ON y.channel = e.channel
       WHERE e.anchor_to_ms <= extract(epoch FROM y.escrow_watermark) * 1000
       UNION
       SELECT bucket, sku FROM escrow WHERE look_again_at <= now()
       ORDER BY bucket, sku LIMIT $1)
     INSERT INTO dirty_sku (bucket, sku) SELECT bucket, sku FROM due
     ON CONFLICT (bucket, sku) DO NOTHING`,
    [skus_max],
  );
}
