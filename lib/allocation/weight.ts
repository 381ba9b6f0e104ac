/** What one sold unit of a listing is worth to us. */
export interface Worth {
  /** Price of one listing (a pack) in minor units; null = not known. */
  priceMinor: number | null;
  unitsPerListing: number;
  /** What the channel takes of it, in percent. */
  feePercent: number;
  /** Strategic priority of the channel by policy, > 0. */
  priority: number;
}

/** A missing price counts as one whole unit of money, so that priority alone decides. */
const price_minor_unknown = 100;

/** w = net revenue per unit × priority. Worked: 1,299.00 less 12 % at priority 1.5 → 129,900 · .88 · 1.5 = 171,468. */
export function weightOf({ priceMinor, unitsPerListing, feePercent, priority }: Worth): number {
  const perUnit = priceMinor === null ? price_minor_unknown : priceMinor / unitsPerListing;
  return Math.max(0, perUnit * (1 - feePercent / 100) * priority);
}
