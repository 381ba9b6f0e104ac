import { TZDate } from '@date-fns/tz';
import { startOfDay } from 'date-fns';
import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { organisation } from '@/lib/shared/organisation';
import { type NaiveLevels, naiveLevels } from '../naive-levels';

export interface NaiveDay extends NaiveLevels {
  /** When the day began: midnight in the organisation's zone, ISO 8601. */
  since: string;
}

interface NodeRow {
  node: string;
  on_hand: string;
  available: string;
  changed: string;
  supplied: string;
}

/**
 * Compares what separate systems would believe of a SKU with what the ledger knows, since the beginning of the last
 * day on which the SKU was ordered. Null where it never was. By the clock of occurrence: late facts count for the
 * day they happened on.
 */
export async function readNaiveLevels(db: Pool | ClientBase, sku: string): Promise<NaiveDay | null> {
  const key = [bucketOf(sku), sku];
  const last = await db.query<{ placed_at: Date | null }>(
    'SELECT max(placed_at) AS placed_at FROM order_line WHERE bucket = $1 AND sku = $2',
    key,
  );
  const lastOrder = last.rows[0]?.placed_at ?? null;
  if (lastOrder === null) return null;
  const since = new Date(startOfDay(new TZDate(lastOrder, organisation.timeZone)).getTime());

  const [nodes, moved, channels] = await Promise.all([
    readNodes(db, key, since),
    readMoved(db, key, since),
    readChannels(db, key, since),
  ]);
  const levels = naiveLevels({
    opening: new Map(nodes.map((row) => [row.node, Number(row.on_hand) - Number(row.changed)])),
    supplied: new Map(nodes.map((row) => [row.node, Number(row.supplied)])),
    moved,
    channels,
    left: nodes.reduce((sum, row) => sum + Number(row.available), 0),
  });
  return { ...levels, since: since.toISOString() };
}

/** Per node: on hand now, what changed since, and how much of that came from or went to the outside but by sales. */
async function readNodes(db: Pool | ClientBase, key: unknown[], since: Date): Promise<NodeRow[]> {
  const { rows } = await db.query<NodeRow>(
    `SELECT p.node, p.available + p.committed + p.quality_control + p.damaged AS on_hand, p.available,
       coalesce(day.changed, 0) AS changed, coalesce(day.supplied, 0) AS supplied
     FROM position p
     LEFT JOIN LATERAL (
       SELECT
         SUM(coalesce(available_delta, 0) + coalesce(committed_delta, 0) + coalesce(quality_control_delta, 0)
           + coalesce(damaged_delta, 0)) AS changed,
         -SUM(coalesce(supplier_delta, 0) + coalesce(adjustment_delta, 0) + coalesce(scrap_delta, 0)
           + CASE WHEN coalesce(customer_delta, 0) < 0 THEN customer_delta ELSE 0 END)
           FILTER (WHERE incoming_delta IS NULL) AS supplied
       FROM posting
       WHERE bucket = p.bucket AND sku = p.sku AND node = p.node AND occurred_at >= $3
     ) AS day ON TRUE
     WHERE p.bucket = $1 AND p.sku = $2`,
    [...key, since],
  );
  return rows;
}

async function readMoved(db: Pool | ClientBase, key: unknown[], since: Date) {
  const { rows } = await db.query<{ from: string; to: string; units: string }>(
    `SELECT t.from_node AS "from", p.node AS "to", SUM(coalesce(p.available_delta, 0))::text AS units
     FROM posting p
     JOIN inventory_event e ON e.xid = p.xid AND e.sequence = p.sequence
     JOIN transfer_line t ON t.bucket = p.bucket AND t.sku = p.sku
       AND t.transfer = e.content::jsonb ->> 'transfer' AND t.line = e.content::jsonb ->> 'line'
       AND t.to_node = p.node
     WHERE p.bucket = $1 AND p.sku = $2 AND p.occurred_at >= $3 AND e.type = 'transfer_received'
     GROUP BY t.from_node, p.node`,
    [...key, since],
  );
  return rows.map((row) => ({ ...row, units: Number(row.units) }));
}

/** The channels that list the SKU or sold it that day, with their sources and their own net sales. */
async function readChannels(db: Pool | ClientBase, key: unknown[], since: Date) {
  const { rows } = await db.query<{ channel: string; sources: string[]; sold: string }>(
    `WITH sold AS (
       SELECT channel, SUM(
         greatest(ordered_counted, coalesce(ordered_reported, 0))
         - greatest(cancelled_counted, coalesce(cancelled_reported, 0)))::bigint AS units
       FROM order_line WHERE bucket = $1 AND sku = $2 AND placed_at >= $3 GROUP BY channel
     ), sellers AS (
       SELECT channel FROM sold UNION SELECT channel FROM listing WHERE bucket = $1 AND sku = $2
     )
     SELECT s.channel, coalesce(sold.units, 0) AS sold,
       ARRAY(SELECT node FROM channel_source WHERE channel = s.channel ORDER BY rank) AS sources
     FROM sellers s LEFT JOIN sold USING (channel) ORDER BY s.channel`,
    [...key, since],
  );
  return rows.map((row) => ({ ...row, sold: Number(row.sold) }));
}
