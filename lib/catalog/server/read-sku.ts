import type { ClientBase, Pool } from 'pg';

export interface SkuView {
  sku: string;
  name: string;
  category: string | null;
  priceMinor: number | null;
  currency: string;
  barcodes: string[];
}

/** What the catalogue says of a SKU; null where it is not known. */
export async function readSku(db: Pool | ClientBase, sku: string): Promise<SkuView | null> {
  const { rows } = await db.query<Omit<SkuView, 'priceMinor'> & { price_minor: string | null }>(
    `SELECT sku, name, category, price_minor, currency,
       ARRAY(SELECT barcode FROM sku_barcode b WHERE b.sku = s.sku ORDER BY barcode) AS barcodes
     FROM sku s WHERE sku = $1`,
    [sku],
  );
  const row = rows[0];
  if (row === undefined) return null;
  const { price_minor, ...rest } = row;
  return { ...rest, priceMinor: price_minor === null ? null : Number(price_minor) };
}
