import { daysOfCover, type Risk, riskOf } from './cover';

/** One position, as far as a SKU's standing needs it. */
interface Standing {
  sellable: boolean;
  balances: { available: number };
  safetyStock: number;
  availableToSell: number;
  dailyDemand: number;
  leadDays: number;
}

/** How a SKU stands over all its nodes that sell. Single units and days. */
export interface SkuStanding {
  available: number;
  safetyStock: number;
  availableToSell: number;
  dailyDemand: number;
  coverDays: number | null;
  /** The shortest lead time of its nodes: the soonest it can be replenished anywhere. */
  leadDays: number;
  risk: Risk | null;
}

/** Adds up the nodes of one SKU. A node that is closed for sale neither helps nor counts. Null: no node sells it. */
export function skuStanding(positions: readonly Standing[]): SkuStanding | null {
  const selling = positions.filter(({ sellable }) => sellable);
  if (selling.length === 0) return null;
  const sum = (of: (position: Standing) => number) => selling.reduce((all, one) => all + of(one), 0);
  const facts = {
    available: sum(({ balances }) => balances.available),
    safetyStock: sum(({ safetyStock }) => safetyStock),
    availableToSell: sum(({ availableToSell }) => availableToSell),
    dailyDemand: sum(({ dailyDemand }) => dailyDemand),
    leadDays: Math.min(...selling.map(({ leadDays }) => leadDays)),
  };
  const coverDays = daysOfCover(facts.availableToSell, facts.dailyDemand);
  return { ...facts, coverDays, risk: riskOf({ ...facts, coverDays }) };
}
