import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { type StocktakeMoved, type StocktakePlan, stocktake_lines_max } from '../stocktake-document';

/** What lies or ever lay at the node: what should be 0 there is worth a look too. */
const candidates = `
  SELECT p.sku FROM position p JOIN sku s ON s.sku = p.sku LEFT JOIN sku_class k ON k.sku = p.sku
  WHERE p.node = $1
    AND CASE $2 WHEN 'class' THEN coalesce(k.class, 'C') = $3 WHEN 'category' THEN s.category = $3 ELSE TRUE END`;

/**
 * Opens a stocktake with its lines. A sample is drawn by the number of the stocktake, so that another try draws the
 * same. Refused: a name that is not known, nothing to count, too much to count at once, a number that is in use.
 */
export async function planStocktake(
  pool: Pool,
  plan: StocktakePlan,
  key: string,
  actor: string,
  record: (client: PoolClient, lines: number) => Promise<void>,
): Promise<StocktakeMoved> {
  const { stocktake, node, scope, value, size, assignedTo, note } = plan;
  return withTransaction(pool, async (client): Promise<StocktakeMoved> => {
    const known = await client.query('SELECT FROM stock_node WHERE node = $1', [node]);
    if (known.rowCount === 0)
      return {
        ok: false,
        code: 'unknown_name',
        detail: `There is no stock node ${node}. Nothing was opened.`,
      };
    const opened = await client.query(
      `INSERT INTO stocktake (stocktake, node, scope, scope_value, note, assigned_to, created_by, last_key)
       VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (stocktake) DO NOTHING`,
      [
        stocktake,
        node,
        scope,
        scope === 'sample' ? String(size) : (value ?? ''),
        note ?? '',
        assignedTo ?? '',
        actor,
        key,
      ],
    );
    if (opened.rowCount === 0) {
      const { rows } = await client.query<{ version: number; last_key: string }>(
        'SELECT version, last_key FROM stocktake WHERE stocktake = $1',
        [stocktake],
      );
      return rows[0]?.last_key === key
        ? { ok: true, version: rows[0].version }
        : { ok: false, code: 'number_in_use', detail: `There is a stocktake ${stocktake} already.` };
    }
    const drawn =
      scope === 'sample'
        ? `ORDER BY md5($4 || p.sku) LIMIT ${Number(size)}`
        : `ORDER BY p.sku LIMIT ${stocktake_lines_max + 1}`;
    const lines = await client.query(
      `INSERT INTO stocktake_line (stocktake, sku) SELECT $4, sku FROM (${candidates} ${drawn}) c`,
      [node, scope, value ?? '', stocktake],
    );
    const count = lines.rowCount ?? 0;
    if (count === 0 && scope !== 'node')
      throw new Refused(
        'nothing_to_count',
        `Nothing of this lies at ${node}: choose something else to count.`,
      );
    if (count > stocktake_lines_max)
      throw new Refused(
        'too_many_lines',
        `More than ${stocktake_lines_max} SKUs lie there: count a class, a category or a sample at a time.`,
      );
    await record(client, count);
    return { ok: true, version: 1 };
  }).catch((error: unknown): StocktakeMoved => {
    if (error instanceof Refused) return { ok: false, code: error.code, detail: error.message };
    throw error;
  });
}

/** Thrown, so that nothing of it stays; it never leaves this file. */
class Refused extends Error {
  constructor(
    readonly code: string,
    detail: string,
  ) {
    super(detail);
  }
}
