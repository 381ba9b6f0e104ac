/** What is known of what a listing shows. Packs, but for units where it is said. */
export interface ShownFacts {
  unitsPerListing: number;
  /** Units by the books of its rights; null: it has none. */
  bookedUnits: number | null;
  acknowledged: number | null;
  /** Units ordered on the channel since it acknowledged. */
  orderedSinceUnits: number;
}

/**
 * The packs a listing probably shows now: by the books of its rights, else acknowledged less what was ordered since,
 * never below 0; null where the channel was never heard of. Worked: 17 units booked in packs of 6 are 2 packs.
 */
export function listingEstimate(facts: ShownFacts): number | null {
  const { unitsPerListing, bookedUnits, acknowledged, orderedSinceUnits } = facts;
  if (bookedUnits !== null) return Math.max(0, Math.floor(bookedUnits / unitsPerListing));
  return acknowledged === null
    ? null
    : Math.max(0, acknowledged - Math.ceil(orderedSinceUnits / unitsPerListing));
}
