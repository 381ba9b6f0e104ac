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

/** The least that is left of a budget when it is divided by: a spent one makes money weigh ten times. */
const budget_left_min = 0.1;

/**
 * As severe as the finding is by itself, and by its money ÷ what is left of the cancellation budget. Worked: 8,000.00 at
 * risk where a tenth of the budget is left weigh as 80,000.00 do elsewhere: critical.
 */
export function weighedByBudget<
  Weighed extends { rule: AlertRule; severity: Severity; moneyMinor: number | null },
>(finding: Weighed, budgetLeft: number): Weighed {
  if (budgetLeft >= 1 || finding.moneyMinor === null) return finding;
  const weight = finding.moneyMinor / Math.max(budgetLeft, budget_left_min);
  return { ...finding, severity: moreSevere(finding.severity, severityOf(finding.rule, weight)) };
}
