import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { type Balances, emptyBalances } from '@/lib/ledger/states';
import { availableToSell } from '../available-to-sell';
import { type DemandByPosition, type KeptBack, readSafetyStock } from './read-safety-stock';

/** What one SKU has at one stock node, and what of it may be sold. All in single units. */
export interface Availability extends KeptBack {
  sku: string;
  node: string;
  balances: Balances;
  /** Signed: below zero where more is kept back than is there. */
  availableToSell: number;
}

export interface AvailabilityScope {
  /** Default: every SKU that ever moved. */
  skus?: readonly string[];
  /** Default: every node. */
  nodes?: readonly string[];
  /** The demand of these SKUs, where the caller reads it anyway. */
  demand?: Promise<DemandByPosition>;
}

interface PositionRow {
  sku: string;
  node: string;
  available: string;
  committed: string;
  quality_control: string;
  damaged: string;
  incoming: string;
}

const columns = 'p.sku, p.node, p.available, p.committed, p.quality_control, p.damaged, p.incoming';

/**
 * Current positions with their safety stock and available to sell, by SKU and node. A SKU at a node where it never
 * moved has no position and is not listed: safety stock is not owed to a node that never held the SKU. At most six
 * statements, however many SKUs.
 */
export async function readAvailability(
  db: Pool | ClientBase,
  scope: AvailabilityScope = {},
): Promise<Availability[]> {
  const positions = await readPositions(db, scope);
  const keptBack = await readSafetyStock(
    db,
    [...new Set(positions.map((row) => row.sku))],
    undefined,
    scope.demand,
  );
  return positions.map((row) => {
    const balances: Balances = {
      ...emptyBalances(),
      available: Number(row.available),
      committed: Number(row.committed),
      quality_control: Number(row.quality_control),
      damaged: Number(row.damaged),
      incoming: Number(row.incoming),
    };
    const kept = keptBack(row.sku, row.node);
    return {
      sku: row.sku,
      node: row.node,
      balances,
      ...kept,
      availableToSell: availableToSell({ available: balances.available, ...kept }),
    };
  });
}

async function readPositions(db: Pool | ClientBase, scope: AvailabilityScope): Promise<PositionRow[]> {
  const nodes = scope.nodes ?? null;
  if (scope.skus === undefined) {
    const all = await db.query<PositionRow>(
      `SELECT ${columns} FROM position p WHERE ($1::text[] IS NULL OR p.node = ANY($1)) ORDER BY p.sku, p.node`,
      [nodes],
    );
    return all.rows;
  }
  const skus = [...new Set(scope.skus)].sort();
  const some = await db.query<PositionRow>(
    `SELECT ${columns}
     FROM unnest($1::smallint[], $2::text[]) WITH ORDINALITY AS key (bucket, sku, place)
     CROSS JOIN LATERAL (
       SELECT * FROM position p
       WHERE p.bucket = key.bucket AND p.sku = key.sku AND ($3::text[] IS NULL OR p.node = ANY($3))
       ORDER BY p.node
     ) AS p
     ORDER BY key.place, p.node`,
    [skus.map(bucketOf), skus, nodes],
  );
  return some.rows;
}
