import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';

/** Wakes the outbox after commit. It says "look again", never what happened. */
export const outbox_notification = 'truecount_outbox';

/**
 * Marks SKUs (or all that are listed) for new targets, durably and in the caller's transaction: call it in the one
 * that changes the catalogue, safety stock, channels or listings. A mark that stands already is written again as it is,
 * which keeps the outbox from taking it before this transaction has committed what it is about: who is marked often
 * neither waits for ever nor pushes the others back.
 */
export async function markListingsDirty(
  db: Pool | ClientBase,
  skus: readonly string[] | 'all',
): Promise<void> {
  const again = 'ON CONFLICT (bucket, sku) DO UPDATE SET marked_at = dirty_sku.marked_at';
  if (skus === 'all') {
    await db.query(
      `INSERT INTO dirty_sku (bucket, sku) SELECT DISTINCT bucket, sku FROM listing ORDER BY bucket, sku ${again}`,
    );
  } else {
    const wanted = [...new Set(skus)];
    if (wanted.length === 0) return;
    await db.query(
      `INSERT INTO dirty_sku (bucket, sku)
       SELECT bucket, sku FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku) ORDER BY bucket, sku ${again}`,
      [wanted.map(bucketOf), wanted],
    );
  }
  await db.query(`NOTIFY ${outbox_notification}`);
}
