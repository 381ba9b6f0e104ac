import type { Predictive } from '@/lib/demand/predictive';
import type { Tails, TailsSource } from '@/lib/demand/tails';
import type { AllocationListing } from './problem';

/**
 * Below this share of the largest weight a unit is expected to earn nothing: such units are leftovers. A whole pool of
 * 10,000 leftovers is worth a hundredth of one sale.
 */
export const leftover_value_share = 1e-6;

/**
 * A listing as the search sees it: how much the next pack is worth, given how many it has. That worth never rises, which
 * is what makes greedy exact.
 */
export class Claimant {
  /** Packs it must get while floors hold, and the most it may get. */
  readonly floor: number;
  readonly most: number;
  readonly pack: number;
  private readonly tails: Tails;
  /** Packs that are worth something; the rest are leftovers. Found when first asked for. */
  private worthy: number | undefined;

  constructor(
    listing: AllocationListing,
    /** Weight ÷ the largest weight of the pool: 0 … 1. */
    private readonly weight: number,
    /** What leftovers are divided by: mean demand in packs; the weight where nobody expects any. */
    private readonly share: number,
    cache: TailsSource,
  ) {
    this.pack = listing.unitsPerListing;
    this.most =
      listing.cap === null
        ? Number.MAX_SAFE_INTEGER
        : Math.floor((listing.cap + listing.buffer) / listing.unitsPerListing);
    const floor =
      listing.floor > 0 ? Math.ceil((listing.floor + listing.buffer) / listing.unitsPerListing) : 0;
    this.floor = Math.min(floor, this.most);
    this.tails = cache.of(inPacks(listing.demand, listing.unitsPerListing));
  }

  /** The worth per unit of one pack more than `packs`: w·P(D ≥ packs + 1), or a leftover's. 0: it wants no more. */
  next(packs: number): number {
    if (packs >= this.most) return 0;
    if (this.worthy === undefined || packs < this.worthy) {
      const worth = this.weight * this.tails.at(packs + 1);
      if (worth >= leftover_value_share) return worth;
      this.worthy = this.worthyPacks();
    }
    return this.leftover(packs - this.worthy + 0.5);
  }

  /** How many packs are worth more than `price` each: what it takes at that price, between floor and most. */
  demandAt(price: number, packsMax: number): number {
    const most = Math.min(this.most, packsMax);
    let packs: number;
    if (price >= leftover_value_share) packs = this.countAbove(price, most, false);
    else {
      this.worthy ??= this.worthyPacks();
      // share·v ÷ (share + j − ½) > price, j counted from 1.
      const left = (this.share * (leftover_value_share - price)) / price + 0.5;
      packs = Math.min(this.worthy + Math.max(0, Math.ceil(left) - 1), most);
      // The closed form may miss the edge by a rounding: settle it with the function that decides.
      while (packs > 0 && this.next(packs - 1) <= price) packs -= 1;
      while (packs < most && this.next(packs) > price) packs += 1;
    }
    return Math.max(packs, Math.min(this.floor, packsMax));
  }

  /** E[min(D, packs)] in units. */
  expectedSales(packs: number): number {
    return this.pack * this.tails.expectedSales(packs);
  }

  /** P(D ≥ packs). */
  tail(packs: number): number {
    return this.tails.at(packs);
  }

  /** Leftovers go where share ÷ (those got − ½) is largest (Sainte-Laguë), mapped below the worth of any worthy pack. */
  private leftover(place: number): number {
    return this.share > 0 ? (leftover_value_share * this.share) / (this.share + place) : 0;
  }

  private worthyPacks(): number {
    return this.countAbove(leftover_value_share, Number.MAX_SAFE_INTEGER, true);
  }

  /** How many packs have a worth above (or at) the price; by doubling, then halving. */
  private countAbove(price: number, most: number, orAt: boolean): number {
    const above = (packs: number) => {
      const worth = this.weight * this.tails.at(packs);
      return packs <= most && (orAt ? worth >= price : worth > price);
    };
    if (!above(1)) return 0;
    let [low, high] = [1, Math.max(2, Math.ceil(this.tails.demand.mean))];
    while (above(high)) [low, high] = [high, high * 2];
    while (high - low > 1) {
      const middle = Math.floor((low + high) / 2);
      if (above(middle)) low = middle;
      else high = middle;
    }
    return low;
  }
}

/** Demand counted in packs of n: the mean ÷ n, the variance ÷ n², never less dispersed than a Poisson. */
export function inPacks(demand: Predictive, unitsPerListing: number): Predictive {
  if (unitsPerListing === 1) return demand;
  const mean = demand.mean / unitsPerListing;
  return { mean, variance: Math.max(mean, demand.variance / unitsPerListing ** 2) };
}
