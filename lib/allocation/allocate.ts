import { freshTails, type TailsSource } from '@/lib/demand/tails';
import { Claimant } from './claimant';
import { serve } from './feasible';
import type { AllocationListing, AllocationPlan, AllocationProblem } from './problem';
import { search } from './search';
import { byListingKey, supplyOf } from './supply';

export interface AllocateOptions {
  /** Tables kept between calls. */
  tails?: TailsSource;
  /** `price` of an earlier plan for the same pool. It saves time and never changes the result. */
  price?: number;
}

/**
 * x* = argmax Σ w·E[min(D, x)] over whole units with Σ x(S) ≤ what the nodes of S hold, for every set S of listings,
 * within floors and caps. The objective is a sum of concave functions and the constraints are a polymatroid, so giving
 * the next unit always to the largest w·P(D ≥ x + 1) is optimal (Federgruen and Groenevelt 1986). What is expected to
 * earn nothing is handed out in proportion to mean demand, and by weight where nobody expects any.
 *
 * Worked, Poisson means 3, 2, 1 and equal weights: 6 units → 3, 2, 1; 5 → 2, 2, 1; 5 with weights 1, .85, .6 → 3, 2, 0.
 *
 * Exact for single units and wherever all listings sell the same pack. With mixed packs the next pack is the one worth
 * most per unit; what that can lose is less than the worth of one pack.
 */
export function allocate(problem: AllocationProblem, options: AllocateOptions = {}): AllocationPlan {
  const listings = [...problem.listings].sort(byListingKey);
  const supply = supplyOf(problem, listings);
  const units = supply.units.reduce((sum, here) => sum + here, 0);
  const claimants = claimantsOf(listings, options.tails ?? freshTails);
  const floors = claimants.map((claimant) => claimant.floor * claimant.pack);
  const floorsHeld = floors.every((floor) => floor === 0) || serve(floors, supply).short.length === 0;
  const start = claimants.map((claimant) => (floorsHeld ? claimant.floor : 0));
  const { packs, price } = search(claimants, supply, start, options.price);
  let unallocated = units;
  const allocations = listings.map(({ channel, location }, index) => {
    const claimant = claimants[index] as Claimant;
    const got = packs[index] as number;
    unallocated -= got * claimant.pack;
    return {
      channel,
      location,
      units: got * claimant.pack,
      nextSold: claimant.tail(got + 1),
      expectedSales: claimant.expectedSales(got),
    };
  });
  return { listings: allocations, units, unallocated, floorsHeld, price };
}

function claimantsOf(listings: readonly AllocationListing[], tails: TailsSource): Claimant[] {
  let [largest, anyDemand] = [0, false];
  for (const listing of listings) {
    largest = Math.max(largest, listing.weight);
    anyDemand ||= listing.demand.mean > 0;
  }
  return listings.map((listing) => {
    const weight = largest > 0 ? listing.weight / largest : 1;
    const share = (anyDemand ? listing.demand.mean : weight) / listing.unitsPerListing;
    return new Claimant(listing, weight, share, tails);
  });
}
