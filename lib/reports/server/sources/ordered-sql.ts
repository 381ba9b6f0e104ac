import { inRange } from '../source';

/**
 * SQL: the order lines placed in the range: what was ordered of us (not what was shipped or cancelled before the channel
 * was connected), what of it was short by its incidents, and what was cancelled.
 */
export const orderedSql = `ordered AS (
  SELECT o.bucket, o.sku, o.channel, o.order_id, o.line, o.placed_at, o.units, least(o.units, coalesce(i.units, 0)) AS short,
    o.cancelled
  FROM (
    SELECT bucket, sku, channel, order_id, line, placed_at,
      greatest(ordered_counted, coalesce(ordered_reported, 0)) - shipped_before - cancelled_before AS units,
      greatest(cancelled_counted, coalesce(cancelled_reported, 0)) - cancelled_before AS cancelled
    FROM order_line WHERE ${inRange('placed_at')}
  ) AS o
  LEFT JOIN (
    SELECT bucket, sku, channel, order_id, line, sum(units)::bigint AS units FROM oversell_incident GROUP BY 1, 2, 3, 4, 5
  ) AS i USING (bucket, sku, channel, order_id, line)
  WHERE o.units > 0
)`;
