import type { ClientBase, Pool } from 'pg';

const named_max = 5;

/** Says which of these nodes and SKUs the catalogue does not know, a few by name; null where it knows all. */
export async function unknownNames(
  db: ClientBase | Pool,
  nodes: readonly string[],
  skus: readonly string[],
): Promise<string | null> {
  const { rows } = await db.query<{ name: string }>(
    `SELECT 'stock node ' || n AS name FROM unnest($1::text[]) n WHERE n NOT IN (SELECT node FROM stock_node)
     UNION ALL SELECT 'SKU ' || s FROM unnest($2::text[]) s WHERE NOT EXISTS (SELECT FROM sku k WHERE k.sku = s)`,
    [nodes, skus],
  );
  if (rows.length === 0) return null;
  const names = rows.map(({ name }) => name).slice(0, named_max);
  return `Not in the catalogue: ${names.join(', ')}.`;
}
