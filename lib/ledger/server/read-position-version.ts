import type { Pool } from 'pg';
import { bucketOf } from '../bucket';
import type { Balances } from '../states';

export interface PositionVersion {
  sku: string;
  node: string;
  balances: Balances;
  /** Counts the postings that made the balances; 0 where nothing has moved yet. */
  version: number;
}

/** The balances of a position with their version; null where the SKU or the node is not known. */
export async function readPositionVersion(
  pool: Pool,
  sku: string,
  node: string,
): Promise<PositionVersion | null> {
  const { rows } = await pool.query<Record<keyof Balances | 'version', string | null>>(
    `SELECT p.available, p.committed, p.quality_control, p.damaged, p.incoming, p.version
     FROM sku s CROSS JOIN stock_node n
     LEFT JOIN position p ON p.bucket = $1 AND p.sku = s.sku AND p.node = n.node
     WHERE s.sku = $2 AND n.node = $3`,
    [bucketOf(sku), sku, node],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    sku,
    node,
    balances: {
      available: Number(row.available ?? 0),
      committed: Number(row.committed ?? 0),
      quality_control: Number(row.quality_control ?? 0),
      damaged: Number(row.damaged ?? 0),
      incoming: Number(row.incoming ?? 0),
    },
    version: Number(row.version ?? 0),
  };
}
