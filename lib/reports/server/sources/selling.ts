import { dayOf, inRange, moneySum, part, type SqlSource, shareOf } from '../source';
import { orderedSql } from './ordered-sql';

const unitRate = shareOf('sum(units - short)', 'sum(units)');
const lineRate = shareOf('count(*) FILTER (WHERE short = 0)', 'count(*)');

export const fillRate: SqlSource = {
  report: 'fill-rate',
  with: orderedSql,
  rows: `SELECT sum(short)::bigint AS rank, channel AS key, channel, count(*) AS lines,
      count(*) FILTER (WHERE short = 0) AS lines_filled, ${lineRate} AS line_rate, sum(units)::bigint AS ordered,
      sum(short)::bigint AS short, ${unitRate} AS rate
    FROM ordered GROUP BY channel`,
  totals: `SELECT ${unitRate} AS rate, ${lineRate} AS line_rate, coalesce(sum(units), 0) AS ordered,
      coalesce(sum(short), 0) AS short FROM ordered`,
  points: `SELECT ${dayOf('placed_at')} AS x, ${unitRate} AS rate FROM ordered GROUP BY 1 ORDER BY 1`,
};

/**
 * What is cancelled of a line goes to its incidents in their order, so that no unit costs twice. The rates are those in
 * force when it happened: the channel's own, else those of all, else the whole margin and nothing more.
 */
export const oversell: SqlSource = {
  report: 'oversell',
  with: `incident AS (
    SELECT i.*, greatest(0, least(i.units, greatest(o.cancelled_counted, coalesce(o.cancelled_reported, 0)) - i.earlier))
      AS cancelled
    FROM (
      SELECT i.*, coalesce(sum(i.units) OVER (PARTITION BY i.bucket, i.sku, i.channel, i.order_id, i.line ORDER BY i.sequence
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING), 0)::bigint AS earlier
      FROM oversell_incident i
    ) AS i LEFT JOIN order_line o USING (bucket, sku, channel, order_id, line)
    WHERE ${inRange('i.occurred_at')}
  ),
  costed AS (
    SELECT i.*, coalesce(s.currency, $5::text) AS currency,
      greatest(0, round(i.cancelled * (p.price * (1 - coalesce(c.fee_percent, 0) / 100) - coalesce(s.unit_cost_minor, 0))
        * r.margin_percent / 100))::bigint AS margin,
      CASE WHEN i.cancelled > 0 THEN r.fee_minor ELSE 0 END AS fee, r.service_minor AS service,
      round(i.units * p.price * r.goodwill_percent / 100)::bigint AS goodwill
    FROM incident i
    LEFT JOIN sku s ON s.sku = i.sku LEFT JOIN channel c ON c.channel = i.channel
    LEFT JOIN LATERAL (
      SELECT l.price_minor / l.units_per_listing AS price FROM listing l
      WHERE l.bucket = i.bucket AND l.sku = i.sku AND l.channel = i.channel AND l.price_minor IS NOT NULL
      ORDER BY l.location LIMIT 1
    ) AS listed ON TRUE
    CROSS JOIN LATERAL (SELECT coalesce(listed.price, s.price_minor, 0) AS price) AS p
    CROSS JOIN LATERAL (
      SELECT r.margin_percent, r.goodwill_percent, r.fee_minor, r.service_minor FROM (
        SELECT t.margin_percent, t.goodwill_percent, t.fee_minor, t.service_minor, t.channel FROM oversell_cost t
        WHERE t.channel IN ('', i.channel) AND t.effective_from <= i.occurred_at
          AND (t.effective_to IS NULL OR t.effective_to > i.occurred_at)
        UNION ALL SELECT 100, 0, 0, 0, NULL
      ) AS r ORDER BY r.channel IS NULL, r.channel DESC LIMIT 1
    ) AS r
  )`,
  rows: `SELECT (extract(epoch FROM occurred_at) * 1000)::bigint AS rank,
      sequence ${part} channel ${part} order_id ${part} line AS key, sku, channel, order_id AS order,
      occurred_at AS happened_at, cause, units, cancelled, margin, fee, service, goodwill,
      margin + fee + service + goodwill AS cost, currency
    FROM costed`,
  totals: `SELECT count(*) AS incidents, coalesce(sum(units), 0) AS units, ${moneySum('cost')} AS cost,
      ${moneySum('margin')} AS margin FROM report_rows`,
  points: `SELECT replace(cause, '_', ' ') AS x, sum(units)::bigint AS units FROM report_rows
    GROUP BY 1 ORDER BY 2 DESC, 1`,
};

export const cancellationBudget: SqlSource = {
  report: 'cancellation-budget',
  with: `permitted AS (
    SELECT c.channel, l.name, l.window_days, l.percent, l.source, l.effective_from FROM channel c
    JOIN LATERAL (
      SELECT DISTINCT ON (t.name) t.* FROM cancellation_limit t
      WHERE t.channel IN ('', c.channel) AND t.effective_from <= $2::timestamptz
        AND (t.effective_to IS NULL OR t.effective_to > $2::timestamptz)
      ORDER BY t.name, t.channel DESC
    ) AS l ON TRUE
  ),
  weighed AS (
    SELECT p.*, o.orders, o.cancelled, floor(o.orders * p.percent / 100)::bigint AS budget FROM permitted p
    CROSS JOIN LATERAL (
      SELECT count(DISTINCT o.order_id) AS orders, count(DISTINCT o.order_id) FILTER (
        WHERE greatest(o.cancelled_counted, coalesce(o.cancelled_reported, 0)) > o.cancelled_before AND (
          EXISTS (SELECT FROM oversell_incident i WHERE i.bucket = o.bucket AND i.sku = o.sku AND i.channel = o.channel
            AND i.order_id = o.order_id AND i.line = o.line)
          OR EXISTS (SELECT FROM cancellation_mark m WHERE m.bucket = o.bucket AND m.sku = o.sku AND m.channel = o.channel
            AND m.order_id = o.order_id AND m.line = o.line AND m.undone_at IS NULL))) AS cancelled
      FROM order_line o WHERE o.channel = p.channel AND o.placed_at <= $2::timestamptz
        AND o.placed_at > $2::timestamptz - p.window_days * interval '1 day'
    ) AS o
  )`,
  rows: `SELECT cancelled - budget AS rank, channel ${part} name AS key, channel, name AS limit_name, window_days, orders,
      cancelled, ${shareOf('cancelled', 'orders')} AS rate, percent / 100 AS permitted, budget, budget - cancelled AS left,
      source, effective_from AS since
    FROM weighed`,
  totals: `SELECT count(*) AS limits, count(*) FILTER (WHERE orders > 0 AND "left" <= 0) AS spent FROM report_rows`,
  points: `SELECT channel || ', ' || limit_name AS x, rate, permitted FROM report_rows ORDER BY rank DESC, key LIMIT 20`,
};
