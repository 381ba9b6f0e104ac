import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { close_days_consumer } from './close-days';

export interface RebuiltPosition {
  sku: string;
  node: string;
  /** available/committed/quality control/damaged/incoming, in single units. */
  before: string;
  after: string;
}

export interface Rebuild {
  positions: RebuiltPosition[];
}

const balances = (of: string) =>
  `concat_ws('/', ${of}.available, ${of}.committed, ${of}.quality_control, ${of}.damaged, ${of}.incoming)`;

/**
 * Computes every position anew as the sum of its postings and writes back those that differ, while the writers wait:
 * they take row locks of ledger_head, which the table lock here does not let in. The daily rows are dropped, and made
 * again by their consumer from the beginning. Postings that sum below zero abort it all (a CHECK refuses): then the
 * postings are damaged, and balances are not the thing to repair.
 */
export async function rebuildBalances(pool: Pool): Promise<Rebuild> {
  return withTransaction(pool, async (client) => {
    await client.query('LOCK TABLE ledger_head IN EXCLUSIVE MODE');
    await client.query('SELECT FROM consumer_cursor WHERE consumer = $1 FOR UPDATE', [close_days_consumer]);
    const { rows } = await client.query<RebuiltPosition>(`
      WITH summed AS MATERIALIZED (
        SELECT bucket, sku, node, sum(coalesce(available_delta, 0))::bigint AS available,
          sum(coalesce(committed_delta, 0))::bigint AS committed,
          sum(coalesce(quality_control_delta, 0))::bigint AS quality_control,
          sum(coalesce(damaged_delta, 0))::bigint AS damaged, sum(coalesce(incoming_delta, 0))::bigint AS incoming,
          max(version) AS version, max(recorded_at) AS recorded_at
        FROM posting GROUP BY bucket, sku, node
      ),
      wrong AS MATERIALIZED (
        SELECT coalesce(p.bucket, s.bucket) AS bucket, coalesce(p.sku, s.sku) AS sku, coalesce(p.node, s.node) AS node,
          coalesce(s.available, 0) AS available, coalesce(s.committed, 0) AS committed,
          coalesce(s.quality_control, 0) AS quality_control, coalesce(s.damaged, 0) AS damaged,
          coalesce(s.incoming, 0) AS incoming, coalesce(s.version, 0) AS version,
          coalesce(s.recorded_at, p.recorded_at) AS recorded_at,
          CASE WHEN p.sku IS NULL THEN 'none' ELSE ${balances('p')} END AS before,
          ${balances('s')} AS after
        FROM position p FULL JOIN summed s ON s.bucket = p.bucket AND s.sku = p.sku AND s.node = p.node
        WHERE (coalesce(p.available, -1), p.committed, p.quality_control, p.damaged, p.incoming, p.version)
          IS DISTINCT FROM (coalesce(s.available, 0), coalesce(s.committed, 0), coalesce(s.quality_control, 0),
            coalesce(s.damaged, 0), coalesce(s.incoming, 0), coalesce(s.version, 0))
      ),
      written AS (
        INSERT INTO position AS held (bucket, sku, node, available, committed, quality_control, damaged, incoming,
          version, recorded_at)
        SELECT bucket, sku, node, available, committed, quality_control, damaged, incoming, version, recorded_at
        FROM wrong
        ON CONFLICT (bucket, sku, node) DO UPDATE SET available = excluded.available,
          committed = excluded.committed, quality_control = excluded.quality_control, damaged = excluded.damaged,
          incoming = excluded.incoming, version = excluded.version, recorded_at = excluded.recorded_at
      )
      SELECT sku, node, before, after FROM wrong ORDER BY sku, node`);
    await client.query('DELETE FROM position_day');
    await client.query('DELETE FROM demand_day');
    await client.query(
      'UPDATE consumer_cursor SET xid = 0, sequence = 0, updated_at = now() WHERE consumer = $1',
      [close_days_consumer],
    );
    return { positions: rows };
  });
}
