import { part, type SqlSource } from '../source';
import { balancesAtSql } from './balances-sql';

const onHand = 'b.available + b.committed + b.quality_control + b.damaged';

export const stockOnDate: SqlSource = {
  report: 'stock-on-date',
  with: `held AS (SELECT b.*, ${onHand} AS on_hand FROM (${balancesAtSql('$2::timestamptz')}) AS b)`,
  rows: `SELECT on_hand AS rank, sku ${part} node AS key, sku, node, on_hand, available, committed, quality_control, damaged,
      incoming
    FROM held WHERE on_hand <> 0 OR incoming <> 0 OR available <> 0 OR committed <> 0`,
  totals: `SELECT coalesce(sum(on_hand), 0) AS on_hand, coalesce(sum(available), 0) AS available,
      coalesce(sum(committed), 0) AS committed, coalesce(sum(incoming), 0) AS incoming FROM report_rows`,
  points: 'SELECT node AS x, sum(on_hand) AS on_hand FROM report_rows GROUP BY node ORDER BY 2 DESC, 1',
};

/**
 * SQL: what is left of each layer of the instant, first in first out, so from the newest backwards until all that is
 * there is found. A layer is what an event brought in from outside all nodes; what moves between nodes sums to nothing.
 */
const layersSql = `owned AS (
    SELECT sku, sum(${onHand} + b.incoming)::bigint AS units FROM (${balancesAtSql('$2::timestamptz')}) AS b GROUP BY sku
  ),
  inflow AS (
    SELECT p.bucket, p.sku, p.xid, p.sequence, min(p.occurred_at) AS occurred_at,
      -sum(coalesce(p.supplier_delta, 0) + coalesce(p.customer_delta, 0) + coalesce(p.adjustment_delta, 0)
        + coalesce(p.scrap_delta, 0))::bigint AS units
    FROM posting p
    WHERE p.occurred_at <= $2::timestamptz AND (p.supplier_delta < 0 OR p.customer_delta < 0 OR p.adjustment_delta < 0)
    GROUP BY p.bucket, p.sku, p.xid, p.sequence
  ),
  stacked AS (
    SELECT i.*, o.units AS there, coalesce(sum(i.units) OVER (
      PARTITION BY i.sku ORDER BY i.occurred_at DESC, i.sequence DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS newer
    FROM inflow i JOIN owned o ON o.sku = i.sku AND o.units > 0 WHERE i.units > 0
  ),
  layer AS (
    SELECT t.sku, t.occurred_at, least(t.units, t.there - t.newer)::bigint AS units,
      extract(epoch FROM $2::timestamptz - t.occurred_at) / 86400 AS days,
      coalesce(round((e.content::jsonb ->> 'unitCost')::numeric
        * power(10::numeric, coalesce(($4::jsonb ->> s.currency)::int, 2)))::bigint, s.unit_cost_minor) AS cost,
      coalesce(s.category, '') AS category, coalesce(s.currency, $5::text) AS currency
    FROM stacked t
    JOIN inventory_event e ON e.xid = t.xid AND e.sequence = t.sequence AND e.bucket = t.bucket AND e.sku = t.sku
    LEFT JOIN sku s ON s.sku = t.sku
    WHERE t.newer < t.there
  )`;

export const valuation: SqlSource = {
  report: 'valuation',
  with: layersSql,
  rows: `SELECT coalesce(sum(units * cost), 0)::bigint AS rank, sku AS key, sku, category, currency,
      sum(units)::bigint AS units, sum(units * cost)::bigint AS value,
      round(sum(units * cost) / nullif(sum(units) FILTER (WHERE cost IS NOT NULL), 0))::bigint AS unit_cost,
      coalesce(sum(units) FILTER (WHERE cost IS NULL), 0)::bigint AS unpriced
    FROM layer GROUP BY sku, category, currency`,
  totals: `SELECT coalesce(sum(value) FILTER (WHERE currency = $5::text), 0)::bigint AS value,
      coalesce(sum(units), 0) AS units, coalesce(sum(unpriced), 0) AS unpriced FROM report_rows`,
  points: `SELECT coalesce(nullif(category, ''), 'No category') AS x, sum(value)::bigint AS value FROM report_rows
    WHERE currency = $5::text GROUP BY 1 ORDER BY 2 DESC NULLS LAST, 1 LIMIT 20`,
};

const aged = (from: number, to: number | null) =>
  `coalesce(sum(units) FILTER (WHERE days > ${from}${to === null ? '' : ` AND days <= ${to}`}), 0)::bigint`;
const bands = [
  ['days_30', 'To 30 days', -1, 30],
  ['days_60', '31 to 60', 30, 60],
  ['days_90', '61 to 90', 60, 90],
  ['days_180', '91 to 180', 90, 180],
  ['older', 'Older', 180, null],
] as const;
const averageAge = 'sum(units * days)::float8 / nullif(sum(units), 0)';

export const ageing: SqlSource = {
  report: 'ageing',
  with: layersSql,
  rows: `SELECT round(sum(units * days))::bigint AS rank, sku AS key, sku, category, sum(units)::bigint AS units,
      ${bands.map(([id, , from, to]) => `${aged(from, to)} AS ${id}`).join(', ')},
      min(occurred_at) AS oldest_at, ${averageAge} AS age
    FROM layer GROUP BY sku, category`,
  totals: `SELECT coalesce(sum(units), 0) AS units, ${averageAge} AS age, ${aged(180, null)} AS older FROM layer`,
  points: bands
    .map(
      ([, name, from, to], index) =>
        `SELECT ${index} AS place, '${name}' AS x, ${aged(from, to)} AS units FROM layer`,
    )
    .join(' UNION ALL ')
    .concat(' ORDER BY place'),
};
