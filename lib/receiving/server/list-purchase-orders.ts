import type { ClientBase, Pool } from 'pg';
import { decodeCursor, type Page, pageLimit, pageOf } from '@/lib/shared/page-cursor';
import { type PurchaseOrderItem, purchaseOrderStatusOf } from '../purchase-order';
import type { PurchaseOrderStatus } from '../purchase-order-status';

export interface PurchaseOrdersQuery {
  status?: PurchaseOrderStatus;
  node?: string;
  purchaseOrder?: string;
  /** Orders that have this SKU in a line. */
  sku?: string;
  cursor?: string;
  limit?: number;
}

/** What came of a purchase order by SKU, out of the ledger: whoever has reported it; what was taken back does not count. */
export const arrivedSql = (purchaseOrder: string) => `
  SELECT e.sku, coalesce(sum(e.quantity) FILTER (WHERE e.type = 'receipt'), 0) AS received,
    coalesce(sum(e.quantity) FILTER (WHERE e.type = 'adjustment'), 0) AS damaged
  FROM inventory_event e
  WHERE coalesce(e.content::jsonb ->> 'purchaseOrder', e.content::jsonb ->> 'reference') = ${purchaseOrder}
    AND e.type IN ('receipt', 'adjustment') AND e.refusal IS NULL
    AND (e.content LIKE '%"purchaseOrder":%' OR e.content LIKE '%"reference":%')
    AND (CASE e.type WHEN 'receipt' THEN e.content::jsonb ->> 'purchaseOrder' = ${purchaseOrder}
      ELSE e.content::jsonb ->> 'state' = 'damaged' AND e.content::jsonb ->> 'direction' = 'increase' END)
    AND NOT EXISTS (SELECT FROM reversal r WHERE r.bucket = e.bucket AND r.sku = e.sku AND r.of_sequence = e.sequence)
  GROUP BY e.sku`;

interface PurchaseOrderRow {
  purchase_order: string;
  supplier: string;
  node: string;
  expected_at: Date | null;
  note: string;
  version: number;
  closed_at: Date | null;
  created_at: Date;
  skus: string;
  units: string;
  received: string;
  damaged: string;
  on_order: string;
}

/** Mirrors `purchaseOrderStatusOf` for the filter of a list. */
const statusSql = `CASE WHEN on_order = 0 THEN 'received' WHEN closed_at IS NOT NULL THEN 'closed'
  WHEN received + damaged > 0 THEN 'partly_received' ELSE 'open' END`;

/** Purchase orders, the newest first. Throws `invalid_cursor`. */
export async function listPurchaseOrders(
  db: Pool | ClientBase,
  query: PurchaseOrdersQuery,
): Promise<Page<PurchaseOrderItem>> {
  const limit = pageLimit(query.limit);
  const values: unknown[] = [];
  const bind = (value: unknown) => `$${values.push(value)}`;
  const conditions: string[] = [];
  if (query.node !== undefined) conditions.push(`node = ${bind(query.node)}`);
  if (query.purchaseOrder !== undefined) conditions.push(`purchase_order = ${bind(query.purchaseOrder)}`);
  if (query.sku !== undefined)
    conditions.push(
      `EXISTS (SELECT FROM purchase_order_line l WHERE l.purchase_order = o.purchase_order AND l.sku = ${bind(query.sku)})`,
    );
  if (query.cursor !== undefined) {
    const [createdMs, purchaseOrder] = decodeCursor(query.cursor, ['number', 'string']);
    conditions.push(`(created_at, purchase_order) < (${bind(new Date(createdMs))}, ${bind(purchaseOrder)})`);
  }
  const status = query.status === undefined ? '' : `WHERE ${statusSql} = ${bind(query.status)}`;
  const { rows } = await db.query<PurchaseOrderRow>(
    `SELECT * FROM (
       SELECT o.*, s.* FROM purchase_order o CROSS JOIN LATERAL (
         SELECT count(*) AS skus, coalesce(sum(l.units), 0) AS units, coalesce(sum(a.received), 0) AS received,
           coalesce(sum(a.damaged), 0) AS damaged,
           coalesce(sum(greatest(l.units - coalesce(a.received, 0) - coalesce(a.damaged, 0), 0)), 0) AS on_order
         FROM purchase_order_line l LEFT JOIN (${arrivedSql('o.purchase_order')}) a ON a.sku = l.sku
         WHERE l.purchase_order = o.purchase_order
       ) s ${conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`}
     ) t ${status} ORDER BY created_at DESC, purchase_order DESC LIMIT ${bind(limit + 1)}`,
    values,
  );
  const nowMs = Date.now();
  return pageOf(
    rows,
    limit,
    (row) => itemOf(row, nowMs),
    (row) => [row.created_at.getTime(), row.purchase_order],
  );
}

function itemOf(row: PurchaseOrderRow, nowMs: number): PurchaseOrderItem {
  const onOrder = Number(row.on_order);
  const received = Number(row.received);
  const damaged = Number(row.damaged);
  const status = purchaseOrderStatusOf({
    closed: row.closed_at !== null,
    onOrder,
    arrived: received + damaged,
  });
  return {
    purchaseOrder: row.purchase_order,
    supplier: row.supplier,
    node: row.node,
    status,
    late:
      (status === 'open' || status === 'partly_received') &&
      row.expected_at !== null &&
      row.expected_at.getTime() < nowMs,
    ...(row.expected_at === null ? {} : { expectedAt: row.expected_at.toISOString() }),
    note: row.note,
    version: row.version,
    createdAt: row.created_at.toISOString(),
    skus: Number(row.skus),
    units: Number(row.units),
    received,
    damaged,
    onOrder: status === 'closed' ? 0 : onOrder,
  };
}
