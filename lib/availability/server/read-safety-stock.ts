import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '@/lib/ledger/bucket';
import {
  type DailyDemand,
  dailyDemand,
  demand_window_days,
  indexPolicies,
  indexReplenishments,
  needsDemand,
  policyInForce,
  replenishmentInForce,
  safetyStockUnits,
} from '../safety-stock';

export interface KeptBack {
  /** Whole units ≥ 0. */
  safetyStock: number;
  /** False where the node is closed for sale, or not in the catalogue. */
  sellable: boolean;
}

/** Demand by `demandKey`; a position without any is not in it. */
export type DemandByPosition = ReadonlyMap<string, DailyDemand>;

interface PolicyRow {
  sku: string;
  node: string;
  category: string;
  units: string | null;
  days: number | null;
  service_level: number | null;
}

/**
 * Reads what is needed to say how much of each of these SKUs is kept back at any node, and answers for (sku, node).
 * Policies, lead times and demand are those of the instant `at` (default: now, by the database's clock, which also dates the policies). At most five statements, however
 * many SKUs; order history is read only for the SKUs that a policy by days or service level applies to, and not at all
 * where the caller holds it (`demandHeld`).
 */
export async function readSafetyStock(
  db: Pool | ClientBase,
  skus: readonly string[],
  at?: Date,
  demandHeld?: Promise<DemandByPosition>,
): Promise<(sku: string, node: string) => KeptBack> {
  const policyRows = await db.query<PolicyRow>(
    `SELECT sku, node, category, units, days, service_level FROM safety_stock_policy
     WHERE sku = ANY($1::text[] || ARRAY[''])
       AND effective_from <= coalesce($2::timestamptz, clock_timestamp())
       AND (effective_to IS NULL OR effective_to > coalesce($2::timestamptz, clock_timestamp()))
     ORDER BY effective_from, policy`,
    [skus, at ?? null],
  );
  const policies = policyRows.rows.map((row) => ({
    sku: row.sku,
    node: row.node,
    category: row.category,
    units: row.units === null ? null : Number(row.units),
    days: row.days,
    serviceLevel: row.service_level,
  }));
  const index = indexPolicies(policies);
  const nodeRows = await db.query<{ node: string; sellable: boolean }>(
    'SELECT node, sellable FROM stock_node',
  );
  const sellable = new Map(nodeRows.rows.map((row) => [row.node, row.sellable]));

  const categories = policies.some((policy) => policy.category !== '')
    ? await readCategories(db, skus)
    : new Map<string, string | null>();
  const category = (sku: string) => categories.get(sku) ?? null;

  const learning = policies.some(needsDemand)
    ? skus.filter((sku) =>
        [...sellable.keys()].some((node) => needsDemand(policyInForce(index, sku, node, category(sku)))),
      )
    : [];
  const demand: DemandByPosition =
    learning.length > 0 ? await (demandHeld ?? readDailyDemand(db, learning, at)) : new Map();
  const replenishments = indexReplenishments(
    learning.length > 0 ? await readReplenishments(db, learning) : [],
  );
  const none = dailyDemand(0, 0);

  return (sku, node) => ({
    sellable: sellable.get(node) ?? false,
    safetyStock: safetyStockUnits(
      policyInForce(index, sku, node, category(sku)),
      demand.get(demandKey(sku, node)) ?? none,
      replenishmentInForce(replenishments, sku, node),
    ),
  });
}

async function readCategories(db: Pool | ClientBase, skus: readonly string[]) {
  const { rows } = await db.query<{ sku: string; category: string | null }>(
    'SELECT sku, category FROM sku WHERE sku = ANY($1::text[])',
    [skus],
  );
  return new Map(rows.map((row) => [row.sku, row.category]));
}

export async function readReplenishments(db: Pool | ClientBase, skus: readonly string[]) {
  const { rows } = await db.query<{ sku: string; node: string; days: number; deviation_days: number }>(
    `SELECT sku, node, days, deviation_days FROM replenishment WHERE sku = ANY($1::text[] || ARRAY[''])`,
    [skus],
  );
  return rows.map((row) => ({
    sku: row.sku,
    node: row.node,
    days: row.days,
    deviationDays: row.deviation_days,
  }));
}

/** Demand per node over the window of whole UTC days that ends before the day of `at`: that day is not over. */
export async function readDailyDemand(
  db: Pool | ClientBase,
  skus: readonly string[],
  at?: Date,
): Promise<DemandByPosition> {
  const { rows } = await db.query<{ sku: string; node: string; units: string; squares: string }>(
    `SELECT key.sku, daily.node, SUM(daily.units)::text AS units, SUM(daily.units * daily.units)::text AS squares
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     CROSS JOIN LATERAL (
       SELECT d.node, d.day, SUM(d.units) AS units FROM demand_day d
       WHERE d.bucket = key.bucket AND d.sku = key.sku
         AND d.day >= (coalesce($3::timestamptz, now()) AT TIME ZONE 'UTC')::date - $4::integer
         AND d.day < (coalesce($3::timestamptz, now()) AT TIME ZONE 'UTC')::date
       GROUP BY d.node, d.day
     ) AS daily
     GROUP BY key.sku, daily.node`,
    [skus.map(bucketOf), skus, at ?? null, demand_window_days],
  );
  return new Map(
    rows.map((row) => [demandKey(row.sku, row.node), dailyDemand(Number(row.units), Number(row.squares))]),
  );
}

export function demandKey(sku: string, node: string): string {
  return JSON.stringify([sku, node]);
}
