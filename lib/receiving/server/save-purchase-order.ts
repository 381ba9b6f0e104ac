import type { Pool, PoolClient } from 'pg';
import { unknownNames } from '@/lib/catalog/server/unknown-names';
import { withTransaction } from '@/lib/db/transaction';
import type {
  ClosePurchaseOrder,
  ReceivingDone,
  ReceivingRefusal,
  SavePurchaseOrder,
} from '../purchase-order';
import { readPurchaseOrder } from './read-purchase-order';

/** What has to happen in the same transaction: the SKUs touched get new targets, and the trail a line. */
export type Kept = (client: PoolClient, skus: readonly string[], version: number) => Promise<void>;

/**
 * Keeps a purchase order on the version that was seen; where another stands, nothing is kept and both are shown. Without
 * a version it takes the place of what stands there, as the system that places the orders tells it.
 */
export async function savePurchaseOrder(
  pool: Pool,
  { key, purchaseOrder, seen, plan }: SavePurchaseOrder,
  actor: string,
  record: Kept,
): Promise<ReceivingDone> {
  const { supplier, node, expectedAt, note, lines } = plan;
  const unknown = await unknownNames(
    pool,
    [node],
    lines.map(({ sku }) => sku),
  );
  if (unknown !== null) return { ok: false, code: 'unknown_name', detail: `${unknown} Nothing was kept.` };
  const kept = await withTransaction(pool, async (client): Promise<number | null> => {
    const { rows } = await client.query<{ version: number; last_key: string; closed_at: Date | null }>(
      'SELECT version, last_key, closed_at FROM purchase_order WHERE purchase_order = $1 FOR UPDATE',
      [purchaseOrder],
    );
    const [before] = rows;
    if (before?.last_key === key) return before.version;
    if (before !== undefined && seen !== undefined && before.version !== seen) return null;
    if (before === undefined && seen !== undefined && seen !== 0) return null;
    const { rows: saved } = await client.query<{ version: number }>(
      `INSERT INTO purchase_order (purchase_order, supplier, node, expected_at, note, last_key, created_by)
       VALUES ($1, $2, $3, $4, $5, $6, $7)
       ON CONFLICT (purchase_order) DO UPDATE SET supplier = $2, node = $3, expected_at = $4, note = $5, last_key = $6,
         version = purchase_order.version + 1, updated_at = clock_timestamp()
       RETURNING version`,
      [purchaseOrder, supplier, node, expectedAt ?? null, note ?? '', key, actor],
    );
    const { rows: gone } = await client.query<{ sku: string }>(
      'DELETE FROM purchase_order_line WHERE purchase_order = $1 RETURNING sku',
      [purchaseOrder],
    );
    await client.query(
      `INSERT INTO purchase_order_line (purchase_order, sku, units)
       SELECT $1, sku, units FROM jsonb_to_recordset($2) AS l (sku text, units bigint)`,
      [purchaseOrder, JSON.stringify(lines)],
    );
    const version = saved[0]?.version ?? 1;
    await record(client, [...new Set([...gone, ...lines].map(({ sku }) => sku))], version);
    return version;
  });
  return kept === null ? conflict(pool, purchaseOrder) : { ok: true, version: kept };
}

export async function closePurchaseOrder(
  pool: Pool,
  { key, purchaseOrder, seen, closed }: ClosePurchaseOrder,
  record: Kept,
): Promise<ReceivingDone> {
  const version = await withTransaction(pool, async (client): Promise<number | null> => {
    const { rows } = await client.query<{ version: number }>(
      `UPDATE purchase_order SET last_key = $2, updated_at = clock_timestamp(),
         version = CASE WHEN last_key = $2 THEN version ELSE version + 1 END,
         closed_at = CASE WHEN $4 THEN coalesce(closed_at, clock_timestamp()) END
       WHERE purchase_order = $1 AND (version = $3 OR last_key = $2) RETURNING version`,
      [purchaseOrder, key, seen, closed],
    );
    const [moved] = rows;
    if (moved === undefined) return null;
    const { rows: lines } = await client.query<{ sku: string }>(
      'SELECT sku FROM purchase_order_line WHERE purchase_order = $1',
      [purchaseOrder],
    );
    await record(
      client,
      lines.map(({ sku }) => sku),
      moved.version,
    );
    return moved.version;
  });
  return version === null ? conflict(pool, purchaseOrder) : { ok: true, version };
}

/** Takes the next version for a delivery; null where somebody else was faster. Another try takes it again. */
export async function takeVersion(
  pool: Pool,
  { key, purchaseOrder, seen }: { key: string; purchaseOrder: string; seen: number },
): Promise<number | null> {
  const { rows } = await pool.query<{ version: number }>(
    `UPDATE purchase_order SET last_key = $2, updated_at = clock_timestamp(),
       version = CASE WHEN last_key = $2 THEN version ELSE version + 1 END
     WHERE purchase_order = $1 AND (version = $3 OR last_key = $2) RETURNING version`,
    [purchaseOrder, key, seen],
  );
  return rows[0]?.version ?? null;
}

export async function conflict(pool: Pool, purchaseOrder: string): Promise<ReceivingRefusal> {
  const theirs = await readPurchaseOrder(pool, purchaseOrder);
  if (theirs === null)
    return {
      ok: false,
      code: 'unknown_purchase_order',
      detail: `There is no purchase order ${purchaseOrder}.`,
    };
  return {
    ok: false,
    code: 'version_conflict',
    detail:
      'Somebody else has changed this purchase order since you opened it. Nothing of yours was recorded.',
    theirs,
  };
}
