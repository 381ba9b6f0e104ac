import type { Pool } from 'pg';

export interface FoundSku {
  sku: string;
  name: string;
  /** The barcode that was asked for, where it was one. */
  barcode: string | null;
}

/** A few SKUs for what somebody typed: a whole barcode first, then codes that begin so, then codes and names that hold it. */
export async function findSkus(pool: Pool, text: string, limit: number): Promise<FoundSku[]> {
  const typed = text.trim();
  if (typed === '') return [];
  const escaped = typed.replace(/[\\%_]/g, '\\$&');
  const { rows } = await pool.query<FoundSku>(
    `SELECT s.sku, s.name, b.barcode FROM sku s
     LEFT JOIN sku_barcode b ON b.sku = s.sku AND b.barcode = $1
     WHERE s.sku ILIKE $2 OR s.name ILIKE $2 OR b.barcode IS NOT NULL
     ORDER BY (b.barcode IS NOT NULL) DESC, (s.sku ILIKE $3) DESC, s.sku LIMIT $4`,
    [typed, `%${escaped}%`, `${escaped}%`, limit],
  );
  return rows;
}
