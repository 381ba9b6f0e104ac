import type { ClientBase, Pool } from 'pg';

/** When the next units are expected, ms since 1970, by SKU and node; null where none are. */
export type ExpectedReceipts = (sku: string, node: string) => number | null;

/**
 * The next expected receipt of each of these SKUs at each node, out of open purchase orders with a date that still lies
 * ahead: what is late is not counted on. `at`: as of when. One statement, however many SKUs.
 */
export async function readExpectedReceipts(
  db: Pool | ClientBase,
  skus: readonly string[],
  at: Date,
): Promise<ExpectedReceipts> {
  const { rows } = await db.query<{ sku: string; node: string; expected_at: Date }>(
    `SELECT l.sku, o.node, min(o.expected_at) AS expected_at
     FROM purchase_order_line l JOIN purchase_order o ON o.purchase_order = l.purchase_order
     WHERE l.sku = ANY($1) AND o.closed_at IS NULL AND o.expected_at > $2
       AND l.units > (
         SELECT coalesce(sum(e.quantity), 0) FROM inventory_event e
         WHERE coalesce(e.content::jsonb ->> 'purchaseOrder', e.content::jsonb ->> 'reference') = o.purchase_order
           AND e.type IN ('receipt', 'adjustment') AND e.refusal IS NULL
           AND (e.content LIKE '%"purchaseOrder":%' OR e.content LIKE '%"reference":%')
           AND e.sku = l.sku
       )
     GROUP BY l.sku, o.node`,
    [skus, at],
  );
  const expected = new Map(
    rows.map((row) => [JSON.stringify([row.sku, row.node]), row.expected_at.getTime()]),
  );
  return (sku, node) => expected.get(JSON.stringify([sku, node])) ?? null;
}
