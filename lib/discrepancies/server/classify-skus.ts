import type { Pool } from 'pg';

const class_days = 56;

/**
 * Sorts SKUs into A, B and C by what they have sold for in the last 56 days, at their price now (1 where none is known):
 * the first 80 % are A, the next 15 % B. What did not sell has no row and counts as C.
 */
export async function classifySkus(pool: Pool): Promise<void> {
  await pool.query(
    `WITH sold AS (
       SELECT d.sku, sum(d.units) AS units, sum(d.units) * coalesce(nullif(s.price_minor, 0), 1) AS value
       FROM demand_day d JOIN sku s ON s.sku = d.sku
       WHERE d.day >= (now() AT TIME ZONE 'UTC')::date - ${class_days}
       GROUP BY d.sku, s.price_minor HAVING sum(d.units) > 0
     ), ranked AS (
       SELECT sku, units, (sum(value) OVER (ORDER BY value DESC, sku) - value) / sum(value) OVER () AS before
       FROM sold
     ), written AS (
       INSERT INTO sku_class (sku, class, sold_units)
       SELECT sku, CASE WHEN before < 0.8 THEN 'A' WHEN before < 0.95 THEN 'B' ELSE 'C' END, units FROM ranked
       ON CONFLICT (sku) DO UPDATE SET class = EXCLUDED.class, sold_units = EXCLUDED.sold_units,
         classified_at = now()
       RETURNING sku
     )
     DELETE FROM sku_class WHERE sku NOT IN (SELECT sku FROM ranked)`,
  );
}
