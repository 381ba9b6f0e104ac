import { dayOf, postedInRange, type SqlSource, shareOf } from '../source';
import { balancesAtSql } from './balances-sql';
import { orderedSql } from './ordered-sql';

const days = `(extract(epoch FROM $2::timestamptz - $1::timestamptz)::float8 / 86400)`;

export const daysOfCover: SqlSource = {
  report: 'days-of-cover',
  with: `${orderedSql},
  stock AS (
    SELECT b.sku, sum(b.available)::bigint AS available FROM (${balancesAtSql('$2::timestamptz')}) AS b
    JOIN stock_node n ON n.node = b.node AND n.sellable GROUP BY b.sku
  ),
  sold AS (SELECT sku, sum(units)::bigint AS ordered FROM ordered GROUP BY sku)`,
  rows: `SELECT CASE WHEN ordered = 0 THEN -9000000000000 ELSE -round(available * ${days} / ordered * 100)::bigint END AS rank,
      sku AS key, sku, category, available, ordered, ordered / ${days} AS per_day,
      ${shareOf(`available * ${days}`, 'ordered')} AS cover
    FROM (
      SELECT sku, coalesce(s.category, '') AS category, coalesce(t.available, 0) AS available, coalesce(d.ordered, 0) AS ordered
      FROM stock t FULL JOIN sold d USING (sku) LEFT JOIN sku s USING (sku)
    ) AS merged WHERE available <> 0 OR ordered <> 0`,
  totals: `SELECT ${shareOf(`sum(available) * ${days}`, 'sum(ordered)')} AS cover, coalesce(sum(available), 0) AS available,
      coalesce(sum(ordered), 0) / ${days} AS per_day FROM report_rows`,
  points: `SELECT x, count(*) AS skus FROM (
      SELECT CASE WHEN cover IS NULL THEN 5 WHEN cover < 7 THEN 0 WHEN cover < 14 THEN 1 WHEN cover < 30 THEN 2
          WHEN cover < 90 THEN 3 ELSE 4 END AS place FROM report_rows
    ) AS placed
    JOIN (VALUES (0, 'Below 7 days'), (1, '7 to 14'), (2, '14 to 30'), (3, '30 to 90'), (4, '90 and more'), (5, 'Not ordered'))
      AS band (place, x) USING (place)
    GROUP BY place, x ORDER BY place`,
};

export const sellThrough: SqlSource = {
  report: 'sell-through',
  with: `opening AS (
    SELECT b.sku, sum(b.available + b.committed + b.quality_control + b.damaged)::bigint AS units
    FROM (${balancesAtSql('$1::timestamptz')}) AS b GROUP BY b.sku
  ),
  flow AS (
    SELECT p.sku, p.occurred_at, -coalesce(p.supplier_delta, 0) AS received,
      greatest(coalesce(p.customer_delta, 0), 0) AS shipped, greatest(-coalesce(p.customer_delta, 0), 0) AS returned
    FROM posting p WHERE ${postedInRange('p')} AND (p.supplier_delta <> 0 OR p.customer_delta <> 0)
  )`,
  rows: `SELECT shipped AS rank, sku AS key, sku, coalesce(s.category, '') AS category, opening, received, shipped, returned,
      ${shareOf('shipped', 'opening + received')} AS rate
    FROM (
      SELECT sku, coalesce(o.units, 0) AS opening, coalesce(f.received, 0) AS received, coalesce(f.shipped, 0) AS shipped,
        coalesce(f.returned, 0) AS returned
      FROM opening o FULL JOIN (
        SELECT sku, sum(received)::bigint AS received, sum(shipped)::bigint AS shipped, sum(returned)::bigint AS returned
        FROM flow GROUP BY sku
      ) AS f USING (sku)
    ) AS merged LEFT JOIN sku s USING (sku)
    WHERE opening <> 0 OR received <> 0 OR shipped <> 0 OR returned <> 0`,
  totals: `SELECT ${shareOf('sum(shipped)', 'sum(opening + received)')} AS rate, coalesce(sum(shipped), 0) AS shipped,
      coalesce(sum(received), 0) AS received FROM report_rows`,
  points: `SELECT ${dayOf('occurred_at')} AS x, sum(shipped)::bigint AS shipped, sum(received)::bigint AS received
    FROM flow GROUP BY 1 ORDER BY 1`,
};
