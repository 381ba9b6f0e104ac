/** Shares of the lead time at which the shade of a cell changes, from plenty to scarce. */
const cover_shares = [2, 1, 0.5, 0.25] as const;
export type CoverStep = 1 | 2 | 3 | 4 | 5;

/** Days that `availableToSell` units last at `dailyDemand` units a day; null where nothing is asked for. */
export function daysOfCover(availableToSell: number, dailyDemand: number): number | null {
  if (dailyDemand <= 0) return null;
  return Math.max(0, availableToSell) / dailyDemand;
}

/**
 * How scarce a stock is against the days until it can be replenished: 1 lasts twice the lead time and longer, 5 less
 * than a quarter of it. With 7 days of lead time: 14 days of cover and more are 1, 7 are 2, 3.5 are 3, below 1.75 is 5.
 */
export function coverStep(coverDays: number, leadDays: number): CoverStep {
  const place = cover_shares.findIndex((share) => coverDays >= share * leadDays);
  return (place === -1 ? 5 : place + 1) as CoverStep;
}

export type Risk = 'out_of_stock' | 'below_safety' | 'before_replenishment';

interface RiskFacts {
  available: number;
  safetyStock: number;
  availableToSell: number;
  coverDays: number | null;
  leadDays: number;
}

/**
 * What is wrong with the stock of a SKU over its sellable nodes, the worst first; null: nothing. Sold out although it is
 * asked for or kept back; at or below its safety stock; or gone before it can be replenished.
 */
export function riskOf({
  available,
  safetyStock,
  availableToSell,
  coverDays,
  leadDays,
}: RiskFacts): Risk | null {
  if (available <= 0 && (safetyStock > 0 || coverDays !== null)) return 'out_of_stock';
  if (safetyStock > 0 && available <= safetyStock) return 'below_safety';
  if (coverDays !== null && (availableToSell <= 0 || coverDays < leadDays)) return 'before_replenishment';
  return null;
}
