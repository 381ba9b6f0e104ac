import type { ClientBase, Pool } from 'pg';
import type { PurchaseOrderDetail } from '../purchase-order';
import { arrivedSql, listPurchaseOrders } from './list-purchase-orders';

/** A purchase order with its lines and what came of each; null where nobody knows it. */
export async function readPurchaseOrder(
  db: Pool | ClientBase,
  purchaseOrder: string,
): Promise<PurchaseOrderDetail | null> {
  const [item] = (await listPurchaseOrders(db, { purchaseOrder, limit: 1 })).items;
  if (item === undefined) return null;
  const { rows } = await db.query<{
    sku: string;
    name: string;
    barcodes: string[] | null;
    units: string;
    received: string;
    damaged: string;
  }>(
    `SELECT l.sku, coalesce(s.name, l.sku) AS name, l.units, coalesce(a.received, 0) AS received,
       coalesce(a.damaged, 0) AS damaged,
       (SELECT array_agg(barcode) FROM sku_barcode b WHERE b.sku = l.sku) AS barcodes
     FROM purchase_order_line l LEFT JOIN sku s ON s.sku = l.sku LEFT JOIN (${arrivedSql('$1')}) a ON a.sku = l.sku
     WHERE l.purchase_order = $1 ORDER BY l.sku`,
    [purchaseOrder],
  );
  return {
    ...item,
    lines: rows.map(({ sku, name, barcodes, units, received, damaged }) => ({
      sku,
      name,
      barcodes: barcodes ?? [],
      units: Number(units),
      received: Number(received),
      damaged: Number(damaged),
    })),
  };
}
