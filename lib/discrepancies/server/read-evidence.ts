import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import type { Evidence } from '../causes';

/** Losses that far back count as recurring. */
const losses_days = 90;
const routes_per_case_max = 10;

interface Asked {
  sku: string;
  sequence: number;
  node: string;
  occurredAt: string;
}

type EvidenceRow = {
  case_quantity: number | null;
  elsewhere: { node: string; difference: number }[] | null;
  stock: { node: string; kind: string; available: number }[] | null;
  routes: { node: string; times: number }[] | null;
  in_transit: { transfer: string; line: string; node: string; units: number }[] | null;
  ready: { transfer: string; line: string; node: string; units: number }[] | null;
  returns_not_received: string;
  committed: string | null;
  loss_times: string;
  loss_units: string;
} & { ordinal: string };

/** What is known around each case, by `sequence node`; one statement for a page of them. */
export async function readEvidence(
  client: ClientBase | Pool,
  cases: readonly Asked[],
): Promise<Map<string, Evidence>> {
  if (cases.length === 0) return new Map();
  const { rows } = await client.query<EvidenceRow>(
    `SELECT c.ordinal, s.case_quantity, elsewhere.list AS elsewhere, stock.list AS stock, routes.list AS routes,
       in_transit.list AS in_transit, ready.list AS ready, coalesce(returns.units, 0) AS returns_not_received,
       here.committed, losses.times AS loss_times, losses.units AS loss_units
     FROM unnest($1::smallint[], $2::text[], $3::text[], $4::timestamptz[]) WITH ORDINALITY
       AS c(bucket, sku, node, at, ordinal)
     LEFT JOIN sku s ON s.sku = c.sku
     LEFT JOIN position here ON here.bucket = c.bucket AND here.sku = c.sku AND here.node = c.node
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('node', d.node, 'difference', d.actual - coalesce(d.expected_now, d.expected))) AS list
       FROM discrepancy d WHERE d.bucket = c.bucket AND d.sku = c.sku AND d.node <> c.node AND d.kind = 'snapshot'
         AND d.resolved_at IS NULL
     ) elsewhere
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('node', p.node, 'kind', n.kind, 'available', p.available)) AS list
       FROM position p JOIN stock_node n ON n.node = p.node
       WHERE p.bucket = c.bucket AND p.sku = c.sku AND p.node <> c.node AND p.available > 0
     ) stock
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('node', r.node, 'times', r.times)) AS list FROM (
         SELECT CASE WHEN t.to_node = c.node THEN t.from_node ELSE t.to_node END AS node, count(*) AS times
         FROM transfer_line t
         WHERE t.bucket = c.bucket AND t.sku = c.sku AND c.node IN (t.to_node, t.from_node) AND t.dispatched > 0
           AND t.from_node <> ''
         GROUP BY 1 ORDER BY 2 DESC LIMIT ${routes_per_case_max}
       ) r
     ) routes
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('transfer', t.transfer, 'line', t.line, 'node', t.from_node, 'units', t.in_transit)) AS list
       FROM transfer_line t
       WHERE t.bucket = c.bucket AND t.sku = c.sku AND t.to_node = c.node AND t.in_transit > 0
     ) in_transit
     CROSS JOIN LATERAL (
       SELECT jsonb_agg(jsonb_build_object('transfer', t.transfer, 'line', t.line, 'node', t.to_node, 'units', t.held)) AS list
       FROM transfer_line t
       WHERE t.bucket = c.bucket AND t.sku = c.sku AND t.from_node = c.node AND t.held > 0
     ) ready
     CROSS JOIN LATERAL (
       SELECT sum(greatest(0, o.returned_reported - o.returned_counted)) AS units FROM order_line o
       WHERE o.bucket = c.bucket AND o.sku = c.sku AND o.returned_reported > 0
     ) returns
     CROSS JOIN LATERAL (
       SELECT count(*) AS times, coalesce(sum(l.units), 0) AS units FROM (
         SELECT -v.variance AS units FROM stock_count v
         WHERE v.bucket = c.bucket AND v.sku = c.sku AND v.node = c.node AND v.variance < 0
           AND v.counted_at > c.at - make_interval(days => ${losses_days})
         UNION ALL
         SELECT d.expected - d.actual FROM discrepancy d
         WHERE d.bucket = c.bucket AND d.sku = c.sku AND d.node = c.node AND d.kind = 'snapshot'
           AND d.actual < d.expected AND d.resolved_at IS NOT NULL AND d.resolution IS NULL
           AND d.occurred_at > c.at - make_interval(days => ${losses_days})
       ) l
     ) losses`,
    [
      cases.map(({ sku }) => bucketOf(sku)),
      cases.map(({ sku }) => sku),
      cases.map(({ node }) => node),
      cases.map(({ occurredAt }) => occurredAt),
    ],
  );
  const found = new Map<string, Evidence>();
  for (const row of rows) {
    const asked = cases[Number(row.ordinal) - 1];
    if (asked !== undefined) found.set(`${asked.sequence} ${asked.node}`, evidenceOf(row));
  }
  return found;
}

function evidenceOf(row: EvidenceRow): Evidence {
  return {
    caseQuantity: row.case_quantity,
    elsewhere: row.elsewhere ?? [],
    stock: row.stock ?? [],
    routes: row.routes ?? [],
    inTransit: row.in_transit ?? [],
    ready: row.ready ?? [],
    returnsNotReceived: Number(row.returns_not_received),
    committed: Number(row.committed ?? 0),
    losses: { times: Number(row.loss_times), units: Number(row.loss_units) },
  };
}
