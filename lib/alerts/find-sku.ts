import type { Finding } from './alert';
import { moneyAtRisk, severityOf } from './severity';
import { type ThresholdIndex, thresholdInForce } from './threshold';

/** What a SKU is worth, and where it belongs. */
export interface SkuFacts {
  sku: string;
  category: string;
  /** A, B or C by what it sells. */
  class: string;
  priceMinor: number | null;
  costMinor: number | null;
  currency: string;
}

/** Over all nodes that sell the SKU, in single units. */
export interface SkuTotals extends SkuFacts {
  available: number;
  safetyStock: number;
}

/**
 * A SKU at or below its safety stock over all nodes that sell. It clears with the first unit above: what is gone is
 * gone, and an alert that comes back within the hour is the same one. Nothing kept back, nothing to tell.
 */
export function belowSafetyStock(totals: SkuTotals, thresholds: ThresholdIndex): Finding {
  const { off, forSeconds } = thresholdInForce(thresholds, 'below_safety_stock', {
    ...totals,
    node: '',
    channel: '',
  });
  const { available, safetyStock } = totals;
  const gap = Math.max(0, safetyStock - available);
  const moneyMinor = moneyAtRisk(gap, totals);
  return {
    rule: 'below_safety_stock',
    sku: totals.sku,
    node: '',
    channel: '',
    location: '',
    level: !off && safetyStock > 0 && available <= safetyStock ? 'fires' : 'clears',
    value: available,
    limit: safetyStock,
    clearsAt: safetyStock + 1,
    forSeconds,
    unitsAtRisk: gap,
    moneyMinor,
    currency: totals.currency,
    severity: available <= 0 ? 'critical' : severityOf('below_safety_stock', moneyMinor),
    facts: { out: available <= 0 ? 1 : 0 },
    suppressed: null,
  };
}

/** An open case between the ledger and what was counted or reported, in single units. */
export interface OpenCase {
  kind: string;
  expected: number;
  actual: number;
  sequence: number;
}

/** How many units may differ without an alert. Worked: 240 expected, limit 0, 1 %: 2 units. */
export function tolerance(expected: number, limit: number, percent: number): number {
  return Math.max(limit, Math.floor((Math.abs(expected) * percent) / 100));
}

/**
 * The ledger against what is physically there, at one node: fires while any open case differs by more than its
 * tolerance, and tells of the largest. It clears when the cases are closed, which only a recount or an approved
 * adjustment does.
 */
export function ledgerAgainstPhysical(
  sku: SkuFacts,
  node: string,
  cases: readonly OpenCase[],
  thresholds: ThresholdIndex,
): Finding {
  const { off, limit, percent, forSeconds } = thresholdInForce(thresholds, 'discrepancy', {
    ...sku,
    node,
    channel: '',
  });
  const weighed = cases
    .map((each) => ({
      ...each,
      difference: Math.abs(each.actual - each.expected),
      tolerated: tolerance(each.expected, limit ?? 0, percent ?? 0),
    }))
    .sort((a, b) => b.difference - b.tolerated - (a.difference - a.tolerated));
  const worst = weighed[0];
  const value = worst?.difference ?? 0;
  const moneyMinor = moneyAtRisk(value, {
    ...sku,
    costMinor: 0,
    priceMinor: sku.costMinor ?? sku.priceMinor,
  });
  const beyond = worst !== undefined && worst.difference > worst.tolerated;
  return {
    rule: 'discrepancy',
    sku: sku.sku,
    node,
    channel: '',
    location: '',
    // A case within tolerance that stays open resolves nothing that is known to be wrong.
    level: !off && beyond ? 'fires' : cases.length === 0 || off ? 'clears' : 'between',
    value,
    limit: worst?.tolerated ?? 0,
    clearsAt: 0,
    forSeconds,
    unitsAtRisk: value,
    moneyMinor,
    currency: sku.currency,
    severity: severityOf('discrepancy', moneyMinor),
    facts: {
      expected: worst?.expected ?? null,
      actual: worst?.actual ?? null,
      kind: worst?.kind ?? null,
      sequence: worst?.sequence ?? null,
      cases: cases.length,
    },
    suppressed: null,
  };
}

/** Units a channel has sold that no node holds, in open order lines. */
export interface Backorders {
  channel: string;
  units: number;
  lines: number;
  /** Of the latest incident. */
  cause: string | null;
}

/** A channel has sold more than there was. It clears once every line is filled or cancelled. */
export function oversell(sku: SkuFacts, backorders: Backorders, thresholds: ThresholdIndex): Finding {
  const { off, limit, forSeconds } = thresholdInForce(thresholds, 'oversell', {
    ...sku,
    node: '',
    channel: backorders.channel,
  });
  const moneyMinor = moneyAtRisk(backorders.units, { ...sku, costMinor: 0 });
  return {
    rule: 'oversell',
    sku: sku.sku,
    node: '',
    channel: backorders.channel,
    location: '',
    level: !off && backorders.units > (limit ?? 0) ? 'fires' : 'clears',
    value: backorders.units,
    limit: limit ?? 0,
    clearsAt: limit ?? 0,
    forSeconds,
    unitsAtRisk: backorders.units,
    moneyMinor,
    currency: sku.currency,
    severity: severityOf('oversell', moneyMinor),
    facts: { lines: backorders.lines, cause: backorders.cause },
    suppressed: null,
  };
}
