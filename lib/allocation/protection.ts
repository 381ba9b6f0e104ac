import { type Predictive, together } from '@/lib/demand/predictive';
import type { TailsSource } from '@/lib/demand/tails';

export interface Fare {
  weight: number;
  demand: Predictive;
}

/**
 * EMSR-b (Belobaba 1992): how many units the dearer channels are to be left before this weight may have any: y with
 * P(their demand > y) = weight ÷ their mean weight, i.e. the last unit is worth as much to them as to us. Channels of
 * equal weight protect nothing from each other.
 * Worked: dearer channels expect 20 ± √30 at 1.0, ours pays .6 → P(D > y) = .6 → y = 18.
 */
export function protectedUnits(weight: number, others: readonly Fare[], tails: TailsSource): number {
  const dearer = others.filter((fare) => fare.weight > weight);
  if (dearer.length === 0) return 0;
  const demand = together(dearer.map((fare) => fare.demand));
  if (demand.mean <= 0) return 0;
  const worth = dearer.reduce((sum, fare) => sum + fare.weight * fare.demand.mean, 0) / demand.mean;
  return tails.of(demand).quantile(1 - weight / worth);
}
