import type { ClientBase } from 'pg';
import type { Finding, FindingKind, Findings } from '../proof';
import { findings_kept_max } from '../proof';
import { close_days_consumer } from './close-days';

/** Buckets from `first` to `last`, both inclusive. */
export interface BucketSpan {
  first: number;
  last: number;
}

const states = ['available', 'committed', 'quality_control', 'damaged', 'incoming'] as const;
const differs = (a: string, b: string) =>
  `(${states.map((state) => `${a}.${state}`).join(', ')}) IS DISTINCT FROM (${states.map((state) => `${b}.${state}`).join(', ')})`;
const shown = (of: string) =>
  `concat_ws('/', ${states.map((state) => `coalesce(${of}.${state}::text, '-')`).join(', ')})`;

interface Check {
  kind: FindingKind;
  /** Selects what is wrong only: bucket, sku, node, sequence, detail. $1 and $2 are the span of buckets. */
  sql: string;
}

const order = 'available/committed/quality control/damaged/incoming';

const checks: readonly Check[] = [
  {
    kind: 'posting_missing',
    sql: `
      SELECT bucket, sku, node, sequence,
        'version ' || version || ' follows version ' || coalesce(version_before::text, 'none') AS detail
      FROM (
        SELECT bucket, sku, node, sequence, version, (recorded_at, sequence) AS place,
          lag(version) OVER chain AS version_before, lag((recorded_at, sequence)) OVER chain AS place_before
        FROM posting WHERE bucket BETWEEN $1 AND $2
        WINDOW chain AS (PARTITION BY bucket, sku, node ORDER BY version)
      ) linked
      WHERE version <> coalesce(version_before, 0) + 1 OR place_before >= place`,
  },
  {
    kind: 'balance_differs',
    sql: `
      SELECT bucket, sku, node, sequence, '${order} ' || balances || ', the postings up to it sum to ' || summed AS detail
      FROM (
        SELECT bucket, sku, node, sequence,
          concat_ws('/', ${states.map((state) => `${state}`).join(', ')}) AS balances,
          concat_ws('/', ${states.map((state) => `${state}_sum`).join(', ')}) AS summed,
          lag(ROW(${states.map((state) => `${state} - ${state}_sum`).join(', ')})) OVER chain AS off_before,
          ROW(${states.map((state) => `${state} - ${state}_sum`).join(', ')}) AS off
        FROM (
          SELECT bucket, sku, node, sequence, version, ${states.join(', ')},
            ${states.map((state) => `sum(coalesce(${state}_delta, 0)) OVER chain AS ${state}_sum`).join(', ')}
          FROM posting WHERE bucket BETWEEN $1 AND $2
          WINDOW chain AS (PARTITION BY bucket, sku, node ORDER BY version)
        ) running
        WINDOW chain AS (PARTITION BY bucket, sku, node ORDER BY version)
      ) compared
      -- Where an error runs on, only the posting at which it begins or changes is named.
      WHERE off IS DISTINCT FROM coalesce(off_before, ROW(0::numeric, 0::numeric, 0::numeric, 0::numeric, 0::numeric))`,
  },
  {
    kind: 'position_differs',
    sql: `
      SELECT bucket, sku, node, last.sequence,
        '${order} ' || ${shown('p')} || ' at version ' || coalesce(p.version::text, 'none') || ', the last posting says '
          || ${shown('last')} || ' at version ' || coalesce(last.version::text, 'none') AS detail
      FROM (SELECT * FROM position WHERE bucket BETWEEN $1 AND $2) p
      FULL JOIN (
        SELECT DISTINCT ON (bucket, sku, node) * FROM posting WHERE bucket BETWEEN $1 AND $2
        ORDER BY bucket, sku, node, version DESC
      ) last USING (bucket, sku, node)
      WHERE (last.version IS NULL AND (p.version <> 0 OR p.available + p.committed + p.quality_control + p.damaged + p.incoming <> 0))
        OR (last.version IS NOT NULL AND (p.version IS DISTINCT FROM last.version OR ${differs('p', 'last')}))`,
  },
  {
    kind: 'committed_differs',
    sql: `
      SELECT bucket, sku, node, NULL::bigint AS sequence,
        coalesce(p.committed, 0) || ' committed, orders, reservations and transfers hold ' || coalesce(held.units, 0) AS detail
      FROM (SELECT bucket, sku, node, committed FROM position WHERE bucket BETWEEN $1 AND $2) p
      FULL JOIN (
        SELECT bucket, sku, node, sum(units) AS units FROM (
          SELECT l.bucket, l.sku, c.key AS node, c.value::bigint AS units
          FROM order_line l, jsonb_each_text(l.claims) c WHERE l.bucket BETWEEN $1 AND $2 AND l.claims <> '{}'
          UNION ALL
          SELECT r.bucket, r.sku, c.key, c.value::bigint
          FROM reservation r, jsonb_each_text(r.claims) c WHERE r.bucket BETWEEN $1 AND $2 AND r.claims <> '{}'
          UNION ALL
          SELECT bucket, sku, from_node, held FROM transfer_line WHERE bucket BETWEEN $1 AND $2 AND held > 0
        ) claims GROUP BY bucket, sku, node
      ) held USING (bucket, sku, node)
      WHERE coalesce(p.committed, 0) <> coalesce(held.units, 0)`,
  },
  {
    kind: 'incoming_differs',
    sql: `
      SELECT bucket, sku, node, NULL::bigint AS sequence,
        coalesce(p.incoming, 0) || ' incoming, transfers in transit hold ' || coalesce(transit.units, 0) AS detail
      FROM (SELECT bucket, sku, node, incoming FROM position WHERE bucket BETWEEN $1 AND $2) p
      FULL JOIN (
        SELECT bucket, sku, to_node AS node, sum(in_transit) AS units FROM transfer_line
        WHERE bucket BETWEEN $1 AND $2 AND in_transit > 0 GROUP BY bucket, sku, to_node
      ) transit USING (bucket, sku, node)
      WHERE coalesce(p.incoming, 0) <> coalesce(transit.units, 0)`,
  },
  {
    kind: 'head_differs',
    sql: `
      SELECT bucket, sku, NULL AS node, NULL::bigint AS sequence,
        'backordered/reserved ' || coalesce(h.backordered, 0) || '/' || coalesce(h.reserved, 0) || ', orders and reservations say '
          || coalesce(lines.units, 0) || '/' || coalesce(holds.units, 0) AS detail
      FROM (SELECT * FROM ledger_head WHERE bucket BETWEEN $1 AND $2) h
      FULL JOIN (
        SELECT bucket, sku, sum(backordered) AS units FROM order_line
        WHERE bucket BETWEEN $1 AND $2 AND backordered > 0 GROUP BY bucket, sku
      ) lines USING (bucket, sku)
      FULL JOIN (
        SELECT bucket, sku, sum(held) AS units FROM reservation
        WHERE bucket BETWEEN $1 AND $2 AND held > 0 GROUP BY bucket, sku
      ) holds USING (bucket, sku)
      WHERE coalesce(h.backordered, 0) <> coalesce(lines.units, 0) OR coalesce(h.reserved, 0) <> coalesce(holds.units, 0)`,
  },
  {
    kind: 'day_differs',
    sql: `
      SELECT bucket, sku, node, NULL::bigint AS sequence,
        day || ': ${order} ' || ${shown('d')} || ', its postings sum to ' || ${shown('summed')} AS detail
      FROM (
        SELECT bucket, sku, node, day, available_delta AS available, committed_delta AS committed,
          quality_control_delta AS quality_control, damaged_delta AS damaged, incoming_delta AS incoming,
          first_recorded_at, last_recorded_at
        FROM position_day WHERE bucket BETWEEN $1 AND $2 AND first_recorded_at IS NOT NULL
      ) d
      FULL JOIN (
        SELECT bucket, sku, node, (occurred_at AT TIME ZONE 'UTC')::date AS day,
          ${states.map((state) => `sum(coalesce(${state}_delta, 0))::bigint AS ${state}`).join(', ')},
          min(recorded_at) AS first_recorded_at, max(recorded_at) AS last_recorded_at
        FROM posting
        WHERE bucket BETWEEN $1 AND $2 AND (xid, sequence) <= (
          coalesce((SELECT xid FROM consumer_cursor WHERE consumer = '${close_days_consumer}'), 0),
          coalesce((SELECT sequence FROM consumer_cursor WHERE consumer = '${close_days_consumer}'), 0))
        GROUP BY 1, 2, 3, 4
      ) summed USING (bucket, sku, node, day)
      WHERE ${differs('d', 'summed')} OR d.first_recorded_at IS DISTINCT FROM summed.first_recorded_at
        OR d.last_recorded_at IS DISTINCT FROM summed.last_recorded_at`,
  },
];

interface FindingRow {
  bucket: number;
  sku: string;
  node: string | null;
  sequence: string | null;
  detail: string;
}

/** Checks the balances of a span of buckets against their postings, orders, reservations and transfers, as sets. */
export async function proveBalances(client: ClientBase, span: BucketSpan, findings: Findings): Promise<void> {
  for (const { kind, sql } of checks) {
    const { rows } = await client.query<FindingRow>(
      `${sql} ORDER BY bucket, sku, node, sequence LIMIT ${findings_kept_max}`,
      [span.first, span.last],
    );
    for (const row of rows) findings.add(findingOf(kind, row));
  }
}

function findingOf(kind: FindingKind, row: FindingRow): Finding {
  return {
    kind,
    bucket: row.bucket,
    sku: row.sku,
    ...(row.node === null ? {} : { node: row.node }),
    ...(row.sequence === null ? {} : { sequence: Number(row.sequence) }),
    detail: row.detail,
  };
}
