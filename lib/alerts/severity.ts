import { type AlertRule, type Severity, severities, traitsOf } from './rules';

/** From so much margin at risk, in hundredths of the currency, an alert is at least this severe. */
export const critical_money_minor_min = 5_000_000;
export const warning_money_minor_min = 500_000;

/**
 * What is at risk in money, in minor units: units × (price − cost), the whole price where the cost is not known, null
 * where the price is not. A SKU sold below its cost risks nothing. Worked: 12 units at 499.00, cost 199.50: 3,594.00.
 */
export function moneyAtRisk(
  units: number,
  { priceMinor, costMinor }: { priceMinor: number | null; costMinor: number | null },
): number | null {
  if (priceMinor === null) return null;
  return Math.max(0, units) * Math.max(0, priceMinor - (costMinor ?? 0));
}

/** A rule's own severity, raised by what is at risk; never lowered by it. */
export function severityOf(rule: AlertRule, moneyMinor: number | null): Severity {
  const money = moneyMinor ?? 0;
  const byMoney: Severity =
    money >= critical_money_minor_min
      ? 'critical'
      : money >= warning_money_minor_min
        ? 'warning'
        : 'information';
  return moreSevere(traitsOf(rule).severity, byMoney);
}

export function moreSevere(a: Severity, b: Severity): Severity {
  return severities.indexOf(a) <= severities.indexOf(b) ? a : b;
}
