import type { ClientBase } from 'pg';
import { indexReplenishments, replenishmentInForce } from '@/lib/availability/safety-stock';
import { readAvailability } from '@/lib/availability/server/read-availability';
import { readReplenishments } from '@/lib/availability/server/read-safety-stock';
import { bucketOf } from '@/lib/ledger/bucket';
import { groupBy } from '@/lib/shared/group-by';
import type { Backorders, OpenCase, SkuFacts, SkuTotals } from '../find-sku';

export interface SkuForAlerts {
  totals: SkuTotals;
  /** By node. */
  cases: Map<string, OpenCase[]>;
  backorders: Backorders[];
  /** Units that the channels may still sell and that are not there. */
  missing: number;
  availableToSell: number;
  leadDays: number | null;
}

/** Everything the rules look at of these SKUs but their listings. A fixed number of statements, however many SKUs. */
export async function readSkusForAlerts(
  client: ClientBase,
  skus: readonly string[],
): Promise<Map<string, SkuForAlerts>> {
  const keys = [skus.map(bucketOf), skus];
  const known = await client.query<{
    sku: string;
    category: string | null;
    price: string | null;
    cost: string | null;
    currency: string;
    class: string | null;
    missing: string;
  }>(
    `SELECT s.sku, s.category, s.price_minor AS price, s.unit_cost_minor AS cost, s.currency, a.class,
       coalesce(e.missing, 0) AS missing
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN sku s ON s.sku = key.sku LEFT JOIN sku_class a ON a.sku = s.sku
     LEFT JOIN LATERAL (
       SELECT sum((p -> 'deficit' ->> 'units')::bigint) AS missing FROM escrow e, jsonb_array_elements(e.pools) AS p
       WHERE e.bucket = key.bucket AND e.sku = key.sku AND p -> 'deficit' ->> 'kind' NOT IN ('none', 'by_policy')
     ) AS e ON TRUE`,
    keys,
  );
  const lead = indexReplenishments(await readReplenishments(client, skus));
  const positions = await readAvailability(client, { skus });
  const cases = await client.query<{
    sku: string;
    node: string;
    kind: string;
    expected: string;
    actual: string;
    sequence: string;
  }>(
    `SELECT d.sku, d.node, d.kind, d.expected, d.actual, d.sequence
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN discrepancy d ON d.bucket = key.bucket AND d.sku = key.sku AND d.resolved_at IS NULL`,
    keys,
  );
  const waiting = await client.query<{
    sku: string;
    channel: string;
    units: string;
    lines: string;
    cause: string | null;
  }>(
    `SELECT o.sku, o.channel, sum(o.backordered) AS units, count(*) AS lines,
       (SELECT i.cause FROM oversell_incident i WHERE i.bucket = o.bucket AND i.sku = o.sku AND i.channel = o.channel
        ORDER BY i.sequence DESC LIMIT 1) AS cause
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN order_line o ON o.bucket = key.bucket AND o.sku = key.sku AND o.backordered > 0
     GROUP BY o.bucket, o.sku, o.channel`,
    keys,
  );
  const positionsOf = groupBy(positions, ({ sku }) => sku);
  const casesOf = groupBy(cases.rows, ({ sku }) => sku);
  const waitingOf = groupBy(waiting.rows, ({ sku }) => sku);
  return new Map(
    known.rows.map((row) => {
      const { sku } = row;
      const facts: SkuFacts = {
        sku,
        category: row.category ?? '',
        class: row.class ?? 'C',
        priceMinor: row.price === null ? null : Number(row.price),
        costMinor: row.cost === null ? null : Number(row.cost),
        currency: row.currency,
      };
      let available = 0;
      let safetyStock = 0;
      let leadDays: number | null = null;
      for (const position of positionsOf.get(sku) ?? []) {
        if (!position.sellable) continue;
        available += position.balances.available;
        safetyStock += position.safetyStock;
        const days = replenishmentInForce(lead, sku, position.node)?.days;
        if (days !== undefined) leadDays = Math.min(leadDays ?? days, days);
      }
      const open = (casesOf.get(sku) ?? []).map((each) => ({
        node: each.node,
        kind: each.kind,
        expected: Number(each.expected),
        actual: Number(each.actual),
        sequence: Number(each.sequence),
      }));
      return [
        sku,
        {
          totals: { ...facts, available, safetyStock },
          missing: Number(row.missing),
          availableToSell: available - safetyStock,
          leadDays,
          cases: groupBy(open, ({ node }) => node),
          backorders: (waitingOf.get(sku) ?? []).map(({ channel, units, lines, cause }) => ({
            channel,
            units: Number(units),
            lines: Number(lines),
            cause,
          })),
        },
      ];
    }),
  );
}
