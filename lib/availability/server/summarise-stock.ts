import type { Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import { groupBy } from '@/lib/shared/group-by';
import { type SkuStanding, skuStanding } from '../sku-standing';
import { readCover } from './read-cover';

const skus_per_step = 500;
export const sparkline_days = 14;

export interface SkuAtRisk extends SkuStanding {
  sku: string;
  name: string;
}

export interface StockSummary {
  /** When it was begun, ISO 8601. */
  checkedAt: string;
  skus: number;
  /** Every SKU that something is wrong with, the most urgent first. */
  atRisk: SkuAtRisk[];
  /** Units ordered per channel and day (UTC), the last 14 whole days and today. */
  demand: { channel: string; day: string; units: number }[];
}

/**
 * Walks all SKUs in steps of 500, so that neither the database nor this process is held up by one long answer: 10,000
 * SKUs at 20 nodes take some seconds. For screens; whoever decides about stock reads what it decides about.
 */
export async function summariseStock(pool: Pool): Promise<StockSummary> {
  const checkedAt = new Date().toISOString();
  const atRisk: SkuAtRisk[] = [];
  const demand = new Map<string, { channel: string; day: string; units: number }>();
  let skus = 0;
  let after = '';
  for (;;) {
    const { rows } = await pool.query<{ sku: string; name: string }>(
      'SELECT sku, name FROM sku WHERE sku > $1 ORDER BY sku LIMIT $2',
      [after, skus_per_step],
    );
    const codes = rows.map(({ sku }) => sku);
    const positions = groupBy(await readCover(pool, codes), ({ sku }) => sku);
    for (const { sku, name } of rows) {
      const standing = skuStanding(positions.get(sku) ?? []);
      if (standing?.risk) atRisk.push({ sku, name, ...standing });
    }
    for (const day of await readDemandDays(pool, codes)) {
      const key = `${day.day} ${day.channel}`;
      const held = demand.get(key);
      if (held === undefined) demand.set(key, day);
      else held.units += day.units;
    }
    skus += rows.length;
    after = codes.at(-1) ?? after;
    if (rows.length < skus_per_step) break;
  }
  atRisk.sort((a, b) => urgency(a) - urgency(b) || b.dailyDemand - a.dailyDemand || (a.sku < b.sku ? -1 : 1));
  return { checkedAt, skus, atRisk, demand: [...demand.values()] };
}

/** Share of the lead time that is covered; nothing at all comes first. */
function urgency({ risk, coverDays, leadDays }: SkuAtRisk): number {
  if (risk === 'out_of_stock') return -1;
  return coverDays === null ? Number.MAX_VALUE : coverDays / Math.max(leadDays, 1);
}

async function readDemandDays(pool: Pool, skus: readonly string[]) {
  const { rows } = await pool.query<{ channel: string; day: string; units: string }>(
    `SELECT d.channel, to_char(d.day, 'YYYY-MM-DD') AS day, sum(d.units) AS units
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN demand_day d ON d.bucket = key.bucket AND d.sku = key.sku
     WHERE d.day >= (now() AT TIME ZONE 'UTC')::date - $3::integer
     GROUP BY d.channel, d.day`,
    [skus.map(bucketOf), skus, sparkline_days],
  );
  return rows.map(({ channel, day, units }) => ({ channel, day, units: Number(units) }));
}
