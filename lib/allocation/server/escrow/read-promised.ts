import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { readUnbookedCancellations } from './to-sell';

/**
 * Units per (sku, node) that channels may still sell: the rights held there, and what may have been put back on sale by
 * cancellations that are not booked yet (at any node: counted at each). In the order of the keys.
 */
export async function readPromised(
  db: Pool | ClientBase,
  keys: readonly { sku: string; node: string }[],
): Promise<number[]> {
  const skus = [...new Set(keys.map(({ sku }) => sku))];
  // Before the rights: what is booked in between is then counted twice, never not at all.
  const unbooked = await readUnbookedCancellations(db, skus, null);
  const { rows } = await db.query<{ sku: string; node: string; units: string }>(
    `SELECT e.sku, h.key AS node, SUM(h.value::bigint) AS units
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN escrow_listing e ON e.bucket = key.bucket AND e.sku = key.sku
     CROSS JOIN LATERAL jsonb_each_text(e.held_by) AS h
     GROUP BY e.sku, h.key`,
    [skus.map(bucketOf), skus],
  );
  const held = new Map(rows.map((row) => [JSON.stringify([row.sku, row.node]), Number(row.units)]));
  const listed = new Set(rows.map(({ sku }) => sku));
  return keys.map(
    ({ sku, node }) =>
      (held.get(JSON.stringify([sku, node])) ?? 0) + (listed.has(sku) ? (unbooked.get(sku) ?? 0) : 0),
  );
}

/** Rights of a SKU that channels would give back once their listings are lowered. */
export async function readReclaimable(db: Pool | ClientBase, sku: string): Promise<number> {
  const { rows } = await db.query<{ units: string }>(
    `SELECT coalesce(sum(e.held), 0) AS units FROM escrow_listing e JOIN channel c ON c.channel = e.channel
     WHERE e.bucket = $1 AND e.sku = $2 AND c.connector <> 'none'`,
    [bucketOf(sku), sku],
  );
  return Number(rows[0]?.units ?? 0);
}
