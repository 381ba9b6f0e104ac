import { dayOf, moneySum, part, postedInRange, type SqlSource, shareOf } from '../source';
import { countedSql } from './counted-sql';

const within = 'abs(variance) <= tolerated';
const unitAccuracy = (of: string) =>
  `greatest(0, 1 - ${shareOf(`sum(abs(variance))`, 'sum(expected)')})${of}`;

export const inventoryAccuracy: SqlSource = {
  report: 'inventory-accuracy',
  with: countedSql,
  rows: `SELECT abs(variance) AS rank, sku ${part} node ${part} sequence AS key, sku, node, counted_at, expected, counted,
      variance, tolerated, CASE WHEN ${within} THEN 'within' ELSE 'beyond' END AS verdict
    FROM counted`,
  totals: `SELECT ${shareOf(`count(*) FILTER (WHERE ${within})`, 'count(*)')} AS accuracy,
      count(*) FILTER (WHERE ${within}) AS within, count(*) AS lines FROM counted`,
  points: `SELECT ${dayOf('counted_at')} AS x, ${shareOf(`count(*) FILTER (WHERE ${within})`, 'count(*)')} AS accuracy
    FROM counted GROUP BY 1 ORDER BY 1`,
};

export const unitAccuracyByNode: SqlSource = {
  report: 'unit-accuracy',
  with: countedSql,
  rows: `SELECT sum(abs(variance)) AS rank, node AS key, node, count(*) AS lines, sum(expected) AS expected,
      sum(counted) AS counted, sum(abs(variance)) AS wrong, sum(variance) AS net, ${unitAccuracy(' AS accuracy')}
    FROM counted GROUP BY node`,
  totals: `SELECT ${unitAccuracy(' AS accuracy')}, coalesce(sum(abs(variance)), 0) AS wrong,
      coalesce(sum(expected), 0) AS expected FROM counted`,
  points: 'SELECT node AS x, accuracy FROM report_rows ORDER BY accuracy, node',
};

export const shrinkage: SqlSource = {
  report: 'shrinkage',
  with: `gone AS (
    SELECT p.sku, p.node, p.occurred_at,
      CASE WHEN e.type = 'count_approved' THEN 'count'
        ELSE coalesce(nullif(e.content::jsonb ->> 'reason', ''), e.type) END AS reason,
      greatest(coalesce(p.adjustment_delta, 0), 0) AS lost, greatest(-coalesce(p.adjustment_delta, 0), 0) AS found,
      coalesce(p.scrap_delta, 0) AS scrapped
    FROM posting p
    JOIN inventory_event e ON e.xid = p.xid AND e.sequence = p.sequence AND e.bucket = p.bucket AND e.sku = p.sku
    WHERE ${postedInRange('p')} AND (p.adjustment_delta <> 0 OR p.scrap_delta <> 0)
  )`,
  rows: `SELECT abs(g.shrinkage) AS rank, g.sku ${part} g.node ${part} g.reason AS key, g.*,
      g.shrinkage * s.unit_cost_minor AS value, coalesce(s.currency, $5::text) AS currency
    FROM (
      SELECT sku, node, reason, sum(lost) AS lost, sum(found) AS found, sum(scrapped) AS scrapped,
        (sum(lost) - sum(found) + sum(scrapped))::bigint AS shrinkage
      FROM gone GROUP BY sku, node, reason
    ) AS g LEFT JOIN sku s ON s.sku = g.sku`,
  totals: `SELECT coalesce(sum(shrinkage), 0) AS shrinkage, coalesce(sum(lost), 0) AS lost, coalesce(sum(found), 0) AS found,
      coalesce(sum(scrapped), 0) AS scrapped, ${moneySum('value')} AS value FROM report_rows`,
  points: `SELECT ${dayOf('occurred_at')} AS x, sum(lost + scrapped) AS lost, sum(found) AS found
    FROM gone GROUP BY 1 ORDER BY 1`,
};
