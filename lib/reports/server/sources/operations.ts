import { dayOf, inRange, type SqlSource } from '../source';

const quantile = (of: string, q: number) => `percentile_cont(${q}) WITHIN GROUP (ORDER BY ${of})`;

export const pushLatency: SqlSource = {
  report: 'push-latency',
  with: `decided AS (
    SELECT channel, decided_at, extract(epoch FROM acknowledged_at - decided_at)::float8 AS seconds
    FROM push_record WHERE ${inRange('decided_at')}
  )`,
  rows: `SELECT round(coalesce(d.p95, 0) * 1000)::bigint AS rank, y.channel AS key, y.channel, coalesce(d.pushes, 0) AS pushes,
      coalesce(d.acknowledged, 0) AS acknowledged, d.p50, d.p95, d.worst, w.waiting, w.oldest,
      extract(epoch FROM now() - y.polled_at)::float8 AS heard, extract(epoch FROM now() - y.audited_at)::float8 AS read_back
    FROM channel_sync y
    LEFT JOIN (
      SELECT channel, count(*) AS pushes, count(seconds) AS acknowledged, ${quantile('seconds', 0.5)} AS p50,
        ${quantile('seconds', 0.95)} AS p95, max(seconds) AS worst
      FROM decided GROUP BY channel
    ) AS d USING (channel)
    CROSS JOIN LATERAL (
      SELECT count(*) AS waiting, extract(epoch FROM now() - min(s.target_at))::float8 AS oldest
      FROM listing_sync s WHERE s.channel = y.channel AND s.due_at IS NOT NULL
    ) AS w`,
  totals: `SELECT ${quantile('seconds', 0.5)} AS p50, ${quantile('seconds', 0.95)} AS p95, count(*) AS pushes,
      count(*) - count(seconds) AS unanswered FROM decided`,
  points: `SELECT ${dayOf('decided_at')} AS x, ${quantile('seconds', 0.5)} AS p50, ${quantile('seconds', 0.95)} AS p95
    FROM decided GROUP BY 1 ORDER BY 1`,
};

/** Each opening with the first line of its kind after it; what lies before an alert opened again belongs to the time before. */
const next = (kind: string) => `(
    SELECT min(n.at) FROM alert_log n WHERE n.alert = l.alert AND n.version > l.version AND n.kind = '${kind}'
      AND n.version < coalesce((SELECT min(r.version) FROM alert_log r
        WHERE r.alert = l.alert AND r.version > l.version AND r.kind = 'reopened'), n.version + 1)
  )`;

export const alertQuality: SqlSource = {
  report: 'alert-quality',
  with: `opening AS (
    SELECT a.rule, l.kind, l.at, ${next('acknowledged')} AS acknowledged_at, ${next('resolved')} AS resolved_at,
      ${next('escalated')} AS escalated_at, ${next('suppressed')} AS suppressed_at
    FROM alert_log l JOIN alert a USING (alert) WHERE l.kind IN ('opened', 'reopened') AND ${inRange('l.at')}
  ),
  timed AS (
    SELECT *, extract(epoch FROM acknowledged_at - at)::float8 AS to_acknowledge,
      extract(epoch FROM resolved_at - at)::float8 AS to_resolve FROM opening
  )`,
  rows: `SELECT count(*) AS rank, rule AS key, rule, count(*) FILTER (WHERE kind = 'opened') AS opened,
      count(*) FILTER (WHERE kind = 'reopened') AS reopened, count(acknowledged_at) AS acknowledged,
      ${quantile('to_acknowledge', 0.5)} AS to_acknowledge, count(resolved_at) AS resolved,
      ${quantile('to_resolve', 0.5)} AS to_resolve, count(escalated_at) AS escalated, count(suppressed_at) AS suppressed
    FROM timed GROUP BY rule`,
  totals: `SELECT count(*) FILTER (WHERE kind = 'opened') AS opened, ${quantile('to_acknowledge', 0.5)} AS to_acknowledge,
      ${quantile('to_resolve', 0.5)} AS to_resolve, count(*) FILTER (WHERE kind = 'reopened') AS reopened FROM timed`,
  points: `SELECT x, sum(opened)::bigint AS opened, sum(resolved)::bigint AS resolved FROM (
      SELECT ${dayOf('at')} AS x, 1 AS opened, 0 AS resolved FROM timed
      UNION ALL SELECT ${dayOf('resolved_at')}, 0, 1 FROM timed WHERE resolved_at IS NOT NULL
    ) AS days GROUP BY x ORDER BY x`,
};
