import type { ClientBase, Pool } from 'pg';

/** The SKU of each code, which is a SKU or one of its barcodes; what is not known is left out. */
export async function findCodes(
  db: ClientBase | Pool,
  codes: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await db.query<{ code: string; sku: string }>(
    `SELECT c.code, coalesce(s.sku, b.sku) AS sku FROM unnest($1::text[]) AS c(code)
     LEFT JOIN sku s ON s.sku = c.code LEFT JOIN sku_barcode b ON b.barcode = c.code
     WHERE s.sku IS NOT NULL OR b.sku IS NOT NULL`,
    [codes],
  );
  return new Map(rows.map(({ code, sku }) => [code, sku]));
}
