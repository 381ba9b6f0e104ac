import type { Pool } from 'pg';
import type { Chase, ChaseItem } from '../chase';

/** Writes down who was asked; the same key again writes nothing more. */
export async function addChase(
  pool: Pool,
  { key, sku, node, sequence, whom, note }: Chase,
  actor: string,
): Promise<void> {
  await pool.query(
    `INSERT INTO discrepancy_chase (sku, node, sequence, key, whom, note, chased_by) VALUES ($1, $2, $3, $4, $5, $6, $7)
     ON CONFLICT (key) DO NOTHING`,
    [sku, node, sequence, key, whom, note ?? '', actor],
  );
}

/** Who was asked about a case, the latest first. */
export async function listChases(
  pool: Pool,
  { sku, node, sequence }: { sku: string; node: string; sequence: number },
): Promise<ChaseItem[]> {
  const { rows } = await pool.query<{ whom: string; note: string; by: string; chased_at: Date }>(
    `SELECT c.whom, c.note, coalesce(u.name, c.chased_by) AS by, c.chased_at
     FROM discrepancy_chase c LEFT JOIN "user" u ON 'user:' || u.id = c.chased_by
     WHERE c.sku = $1 AND c.node = $2 AND c.sequence = $3 ORDER BY c.chase DESC LIMIT 20`,
    [sku, node, sequence],
  );
  return rows.map(({ chased_at, ...row }) => ({ ...row, at: chased_at.toISOString() }));
}
