import type { Pool, PoolClient } from 'pg';
import type { EventRange } from './commit-order';
import { type Consumer, type ConsumerOptions, startRangeConsumer } from './consume';

/** Names the cursor; the as-of queries read it to know which postings the daily rows hold already. */
export const close_days_consumer = 'close_days';
/** Small enough that its transaction does not hold the other consumers back for long. */
const events_batch_max = 4_000;

export type BackgroundOptions = { pool: Pool } & Pick<
  ConsumerOptions,
  'notifications' | 'onError' | 'poll_ms'
>;

const closing_interval_ms = 2_000;

/** Keeps position_day and demand_day behind the ledger. */
export function startClosingDays(options: BackgroundOptions): Consumer {
  return startRangeConsumer({
    poll_ms: closing_interval_ms,
    ...options,
    name: close_days_consumer,
    events_batch_max,
    // By the clock alone: a stretch of many events touches each daily row once, and as-of queries read the rest.
    notifications: null,
    handle: closeRange,
  });
}

/** Takes a stretch of the commit order into the daily rows. Days are UTC. */
export async function closeRange(client: PoolClient, range: EventRange): Promise<void> {
  // The commit-order index is the right way in however little the statistics of a fresh install know.
  await client.query('SET LOCAL enable_seqscan = off');
  const bounds = [
    range.after.xid,
    range.after.sequence,
    range.until.xid,
    range.until.sequence,
    range.firstRecordedAt,
    range.lastRecordedAt,
  ];
  await client.query(positionDaySql, bounds);
  await client.query(demandDaySql, bounds);
}

const postingsOfRange = `
  SELECT * FROM posting
  WHERE (xid, sequence) > ($1, $2) AND (xid, sequence) <= ($3, $4) AND recorded_at BETWEEN $5 AND $6`;

const closing = ['version', 'available', 'committed', 'quality_control', 'damaged', 'incoming']
  .map(
    (column) => `closing_${column} = CASE WHEN excluded.closing_version > coalesce(held.closing_version, 0)
    THEN excluded.closing_${column} ELSE held.closing_${column} END`,
  )
  .join(',\n  ');

/**
 * Adds the deltas to the day on which they occurred, and keeps on the day on which they were recorded the balances of
 * the highest version: within one position commit order and version order may differ by a transaction.
 */
const positionDaySql = `
WITH taken AS MATERIALIZED (${postingsOfRange}
),
occurred AS (
  SELECT bucket, sku, node, (occurred_at AT TIME ZONE 'UTC')::date AS day,
    sum(coalesce(available_delta, 0)) AS available_delta,
    sum(coalesce(committed_delta, 0)) AS committed_delta,
    sum(coalesce(quality_control_delta, 0)) AS quality_control_delta,
    sum(coalesce(damaged_delta, 0)) AS damaged_delta,
    sum(coalesce(incoming_delta, 0)) AS incoming_delta,
    min(recorded_at) AS first_recorded_at,
    max(recorded_at) AS last_recorded_at
  FROM taken GROUP BY 1, 2, 3, 4
),
recorded AS (
  SELECT DISTINCT ON (bucket, sku, node, day) bucket, sku, node, (recorded_at AT TIME ZONE 'UTC')::date AS day,
    version, available, committed, quality_control, damaged, incoming
  FROM taken ORDER BY bucket, sku, node, day, version DESC
)
INSERT INTO position_day AS held (
  bucket, sku, node, day, available_delta, committed_delta, quality_control_delta, damaged_delta, incoming_delta,
  first_recorded_at, last_recorded_at, closing_version, closing_available, closing_committed,
  closing_quality_control, closing_damaged, closing_incoming)
SELECT bucket, sku, node, day, coalesce(o.available_delta, 0), coalesce(o.committed_delta, 0),
  coalesce(o.quality_control_delta, 0), coalesce(o.damaged_delta, 0), coalesce(o.incoming_delta, 0),
  o.first_recorded_at, o.last_recorded_at, r.version, r.available, r.committed, r.quality_control, r.damaged,
  r.incoming
FROM occurred o FULL JOIN recorded r USING (bucket, sku, node, day)
ORDER BY bucket, sku, node, day
ON CONFLICT (bucket, sku, node, day) DO UPDATE SET
  available_delta = held.available_delta + excluded.available_delta,
  committed_delta = held.committed_delta + excluded.committed_delta,
  quality_control_delta = held.quality_control_delta + excluded.quality_control_delta,
  damaged_delta = held.damaged_delta + excluded.damaged_delta,
  incoming_delta = held.incoming_delta + excluded.incoming_delta,
  first_recorded_at = LEAST(held.first_recorded_at, excluded.first_recorded_at),
  last_recorded_at = GREATEST(held.last_recorded_at, excluded.last_recorded_at),
  ${closing}`;

/**
 * Units ordered, per channel and node, on the day (UTC) the order was placed. An order_placed or order_snapshot adds,
 * per node, what its postings committed or shipped at once (committed + customer delta); where these sum to nothing or
 * less over all nodes (a shipment, a cancellation), the event ordered nothing. Units that no node held, and units that
 * a reservation had claimed before, count too: where the event names no node they stand at node ''. A cancellation
 * later takes nothing back: it was demand.
 * Order 5, 3 there: warehouse 3, '' 2. Snapshot "ordered 5, shipped 3" of that line: −3 committed, +3 customer: 0.
 */
const demandDaySql = `
WITH ordered AS MATERIALIZED (
  SELECT bucket, sku, sequence, type, quantity, coalesce(shortfall, 0) AS shortfall,
    (occurred_at AT TIME ZONE 'UTC')::date AS day,
    named.channel, named."order" AS order_id, named.line, coalesce(named.node, '') AS named_node
  FROM inventory_event
  CROSS JOIN LATERAL jsonb_to_record(content::jsonb) AS named (channel text, "order" text, line text, node text)
  WHERE (xid, sequence) > ($1, $2) AND (xid, sequence) <= ($3, $4) AND refusal IS NULL
    AND type IN ('order_placed', 'order_snapshot')
),
sourced AS MATERIALIZED (
  SELECT bucket, sku, sequence, node, coalesce(committed_delta, 0) + coalesce(customer_delta, 0) AS units
  FROM (${postingsOfRange}
  ) AS taken
),
summed AS (
  SELECT o.*, coalesce(s.units, 0) AS units
  FROM ordered o LEFT JOIN (SELECT bucket, sku, sequence, sum(units) AS units FROM sourced GROUP BY 1, 2, 3) s
    USING (bucket, sku, sequence)
),
converted AS (
  SELECT o.*, least(o.quantity - o.units - o.shortfall, reservation.converted) AS converted
  FROM summed o CROSS JOIN LATERAL (
    SELECT sum(r.converted) AS converted FROM reservation r
    WHERE r.bucket = o.bucket AND r.sku = o.sku AND r.channel = o.channel AND r.order_id = o.order_id
      AND r.line = o.line
  ) reservation
  WHERE o.type = 'order_placed' AND o.quantity > o.units + o.shortfall AND reservation.converted > 0
),
demand AS (
  SELECT o.bucket, o.sku, o.channel, s.node, o.day, s.units
  FROM summed o JOIN sourced s USING (bucket, sku, sequence) WHERE o.units > 0
  UNION ALL
  SELECT bucket, sku, channel, named_node, day, shortfall FROM summed WHERE shortfall > 0
  UNION ALL
  SELECT bucket, sku, channel, named_node, day, converted FROM converted
)
INSERT INTO demand_day AS held (bucket, sku, channel, node, day, units)
SELECT bucket, sku, channel, node, day, sum(units) FROM demand
GROUP BY bucket, sku, channel, node, day HAVING sum(units) <> 0
ORDER BY bucket, sku, channel, node, day
ON CONFLICT (bucket, sku, channel, node, day) DO UPDATE SET units = held.units + excluded.units`;
