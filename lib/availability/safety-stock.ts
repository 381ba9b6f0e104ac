import normalQuantile from '@stdlib/stats-base-dists-normal-quantile';

/** Days of order history that demand for safety stock is averaged over; days without an order count as 0. */
export const demand_window_days = 56;

/** Where no replenishment is known for a SKU at a node. */
export const lead_time_days_default = 7;
export const lead_time_deviation_days_default = 0;

/** Daily counts and square roots are binary fractions: 12.000000000000002 units must not become 13. */
const rounding_slack_units = 1e-9;

/** A policy with its scope; `''` stands for "any". Exactly one of the three amounts is not null. */
export interface SafetyStockPolicy {
  sku: string;
  node: string;
  category: string;
  units: number | null;
  days: number | null;
  serviceLevel: number | null;
}

export interface Replenishment {
  sku: string;
  node: string;
  /** Lead time in days, and its standard deviation. */
  days: number;
  deviationDays: number;
}

/** Daily demand of one SKU at one node: mean and standard deviation, in units a day. */
export interface DailyDemand {
  mean: number;
  deviation: number;
}

/** The scopes from the most specific to the least: the first that has a policy decides. */
const scopes: readonly ((sku: string, node: string, category: string) => [string, string, string])[] = [
  (sku, node) => [sku, node, ''],
  (sku) => [sku, '', ''],
  (_sku, node, category) => ['', node, category],
  (_sku, _node, category) => ['', '', category],
  (_sku, node) => ['', node, ''],
  () => ['', '', ''],
];

/** Policies by scope, for many look-ups. Of two in one scope the last given wins. */
export type PolicyIndex = ReadonlyMap<string, SafetyStockPolicy>;

export function indexPolicies(policies: readonly SafetyStockPolicy[]): PolicyIndex {
  return new Map(policies.map((policy) => [scopeKey(policy.sku, policy.node, policy.category), policy]));
}

/**
 * The policy in force for a SKU at a node. Order: SKU × node, SKU, category × node, category, node, all.
 * A SKU without a category is met by no category's policy.
 */
export function policyInForce(
  index: PolicyIndex,
  sku: string,
  node: string,
  category: string | null,
): SafetyStockPolicy | undefined {
  for (const [position, scope] of scopes.entries()) {
    const ofCategory = position === 2 || position === 3;
    if (ofCategory && (category === null || category === '')) continue;
    const policy = index.get(scopeKey(...scope(sku, node, category ?? '')));
    if (policy !== undefined) return policy;
  }
  return undefined;
}

export type ReplenishmentIndex = ReadonlyMap<string, Replenishment>;

export function indexReplenishments(replenishments: readonly Replenishment[]): ReplenishmentIndex {
  return new Map(replenishments.map((entry) => [scopeKey(entry.sku, entry.node, ''), entry]));
}

/** Lead time of a SKU at a node: SKU × node, SKU, node, all; else seven days that never vary. */
export function replenishmentInForce(index: ReplenishmentIndex, sku: string, node: string): Replenishment {
  const found = (wantedSku: string, wantedNode: string) => index.get(scopeKey(wantedSku, wantedNode, ''));
  return (
    found(sku, node) ??
    found(sku, '') ??
    found('', node) ??
    found('', '') ?? {
      sku: '',
      node: '',
      days: lead_time_days_default,
      deviationDays: lead_time_deviation_days_default,
    }
  );
}

const day_ms = 86_400_000;

/**
 * Days until stock can be there again: until the next expected receipt, but never longer than what is ordered now would
 * take. Lead time 7 days: a delivery due in 2 days makes 2, one due in 30 makes 7.
 */
export function daysUntilReplenished(leadDays: number, expectedAt: number | null, at: number): number {
  return expectedAt === null ? leadDays : Math.min(leadDays, Math.max(0, (expectedAt - at) / day_ms));
}

/** Whether the amount of a policy depends on demand, so that demand has to be read. */
export function needsDemand(policy: SafetyStockPolicy | undefined): boolean {
  return policy !== undefined && policy.units === null;
}

/**
 * Units kept back, a whole number ≥ 0: fixed units; days of cover × mean daily demand; or for a service level
 * z·√(L·σ_d² + d²·σ_L²), both rounded up. L = lead time in days, σ_L its deviation, d and σ_d daily demand and its
 * deviation, z the normal quantile of the service level. Levels of one half and below need none.
 * Worked: d = 10, σ_d = 4, L = 9, σ_L = 1, level .95: 1.645·√(9·16 + 100·1) = 25.7 → 26.
 */
export function safetyStockUnits(
  policy: SafetyStockPolicy | undefined,
  demand: DailyDemand,
  replenishment: Replenishment,
): number {
  if (policy === undefined) return 0;
  if (policy.units !== null) return policy.units;
  if (policy.days !== null) return roundUp(policy.days * demand.mean);
  const z = normalQuantile(policy.serviceLevel ?? 0.5, 0, 1);
  const variance =
    replenishment.days * demand.deviation ** 2 + demand.mean ** 2 * replenishment.deviationDays ** 2;
  return Math.max(0, roundUp(z * Math.sqrt(variance)));
}

/**
 * Mean and standard deviation (of the sample) over the whole window from the sums of the days that had orders:
 * Σ units and Σ units².
 */
export function dailyDemand(unitsSum: number, squaresSum: number): DailyDemand {
  const mean = unitsSum / demand_window_days;
  const variance = (squaresSum - demand_window_days * mean ** 2) / (demand_window_days - 1);
  return { mean, deviation: Math.sqrt(Math.max(0, variance)) };
}

function roundUp(units: number): number {
  return Math.ceil(units - rounding_slack_units);
}

function scopeKey(sku: string, node: string, category: string): string {
  return JSON.stringify([sku, node, category]);
}
