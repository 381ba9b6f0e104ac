import { thresholdDefaults } from '@/lib/alerts/threshold';

const { limit, percent } = thresholdDefaults.discrepancy;

/**
 * SQL: the approved count lines of the range, with what was expected and what was tolerated by the threshold that was in
 * force when they were counted: the most specific of SKU × node, SKU, category × node, category, node, all.
 */
export const countedSql = `counted AS (
  SELECT c.sku, c.node, c.sequence, c.counted_at, c.counted, c.variance, c.counted - c.variance AS expected,
    greatest(t."limit", floor(abs(c.counted - c.variance) * t.percent / 100))::bigint AS tolerated
  FROM stock_count c LEFT JOIN sku s ON s.sku = c.sku
  CROSS JOIN LATERAL (
    SELECT coalesce(h."limit", 0) AS "limit", coalesce(h.percent, 0) AS percent FROM (
      SELECT t."limit", t.percent, t.sku, t.category, t.node FROM alert_threshold t
      WHERE t.rule = 'discrepancy' AND NOT t.off AND t.channel = ''
        AND t.sku IN ('', c.sku) AND t.category IN ('', coalesce(s.category, '')) AND t.node IN ('', c.node)
        AND t.effective_from <= c.counted_at AND (t.effective_to IS NULL OR t.effective_to > c.counted_at)
      UNION ALL SELECT ${limit ?? 0}, ${percent ?? 0}, NULL, NULL, NULL
    ) AS h
    ORDER BY h.sku IS NULL, (h.sku <> '') DESC, (h.category <> '') DESC, (h.node <> '') DESC LIMIT 1
  ) AS t
  WHERE c.variance IS NOT NULL AND c.counted_at > $1::timestamptz AND c.counted_at <= $2::timestamptz
)`;
