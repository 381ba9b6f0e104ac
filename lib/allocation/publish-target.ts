/** φ: the share of x* that stays in the float, where every channel can still get it. */
export const float_share = 0.3;

/** The quantile of demand over the cover time that is shown even if it eats into the float. */
export const cover_level = 0.995;

export interface PublishTargetInput {
  /** x*, single units. */
  optimum: number;
  /** Share of x* that is not shown: `float_share`, or 0 where the mode keeps no float. */
  floatShare: number;
  /** q.995 of demand over the cover time, units. */
  cover: number;
  floor: number;
  cap: number | null;
  buffer: number;
  unitsPerListing: number;
}

/**
 * T: what a listing should show, in single units and whole packs. T = min(x*, max(cover, ⌊(1 − φ)·x*⌋)) with x* less the
 * buffer; at least the floor; at least a pack wherever x* has one. Worked: x* 554, cover 60 → ⌊.7·554⌋ = 387; x* 10,
 * cover 9 → 9; x* 1 → 1.
 */
export function publishTarget({
  optimum,
  floatShare,
  cover,
  floor,
  cap,
  buffer,
  unitsPerListing,
}: PublishTargetInput): number {
  const most = packsDown(
    Math.max(0, Math.min(optimum - buffer, cap ?? Number.MAX_SAFE_INTEGER)),
    unitsPerListing,
  );
  // The slack keeps .7 · 10 = 7.000000000000001 − ε from becoming 6.
  const shared = Math.floor((1 - floatShare) * most + 1e-9);
  const wanted = packsDown(Math.min(most, Math.max(cover, shared, floor)), unitsPerListing);
  return Math.max(wanted, Math.min(most, unitsPerListing));
}

function packsDown(units: number, unitsPerListing: number): number {
  return Math.floor(units / unitsPerListing) * unitsPerListing;
}
