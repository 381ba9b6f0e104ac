import type { Predictive } from '@/lib/demand/predictive';
import type { TailsSource } from '@/lib/demand/tails';

/** Above this a strict pool fills nearly everything anyway: nothing is risked. */
export const bounded_units_max = 40;

export interface BoundedListing {
  /** x*, and the most its nodes could give it: single units. */
  optimum: number;
  most: number;
  /** Demand within loop + tick: what can be sold before the others are told. */
  soon: Predictive;
}

/**
 * Mode bounded(ε): how many units more than x* every listing may show, so that the chance that all together sell more
 * than `units` before the loop has closed stays at most ε. It is a modelled risk, never a guarantee. Worth it only
 * where stock is tiny: one unit for five channels can be shown by all of them if hardly anything sells within a loop.
 * The sum of the sales that each listing's number allows is convolved exactly; the largest such number is found by
 * halving, since a higher number never lowers the risk.
 */
export function extraUnits(
  units: number,
  epsilon: number,
  listings: readonly BoundedListing[],
  tails: TailsSource,
): number {
  if (units <= 0 || units > bounded_units_max || listings.length < 2) return 0;
  const shown = (extra: number) =>
    listings.map((listing) => Math.max(0, Math.min(listing.optimum + extra, listing.most)));
  const fits = (extra: number) => oversellChance(units, shown(extra), listings, tails) <= epsilon;
  let [low, high] = [0, units + 1];
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle;
  }
  return low;
}

/** P(Σ min(D, shown) > units), by listing one after the other; all that exceeds `units` is kept as one lump. */
export function oversellChance(
  units: number,
  shown: readonly number[],
  listings: readonly BoundedListing[],
  tails: TailsSource,
): number {
  let sum = new Float64Array(units + 1);
  sum[0] = 1;
  let over = 0;
  for (const [index, listing] of listings.entries()) {
    const most = shown[index] ?? 0;
    const tail = tails.of(listing.soon);
    const next = new Float64Array(units + 1);
    for (let sold = 0; sold <= most; sold++) {
      const chance = sold === most ? tail.at(most) : tail.at(sold) - tail.at(sold + 1);
      if (chance <= 0) continue;
      for (let before = 0; before <= units; before++) {
        const joint = chance * (sum[before] as number);
        if (before + sold > units) over += joint;
        else next[before + sold] = (next[before + sold] as number) + joint;
      }
    }
    sum = next;
  }
  return over;
}
