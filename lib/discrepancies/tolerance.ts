/** A: the SKUs that make the first 80 % of what is sold, B the next 15 %, C the rest and what did not sell. */
export const abcClasses = ['A', 'B', 'C'] as const;
export type AbcClass = (typeof abcClasses)[number];

export interface Tolerance {
  /** Units that may be off whatever the stock. */
  units: number;
  /** Of what the books hold. */
  percent: number;
}

/** The dearer the SKU is to get wrong, the less may be off. */
export const tolerances: Readonly<Record<AbcClass, Tolerance>> = {
  A: { units: 0, percent: 0.5 },
  B: { units: 1, percent: 1 },
  C: { units: 2, percent: 2 },
};

/** The larger of the two, in whole units: B with 450 in the books: max(1, ⌊4.5⌋) = 4. */
export function toleratedUnits(abcClass: AbcClass, expected: number): number {
  const { units, percent } = tolerances[abcClass];
  return Math.max(units, Math.floor((percent * Math.max(0, expected)) / 100));
}

export function isBeyondTolerance(abcClass: AbcClass, expected: number, actual: number): boolean {
  return Math.abs(actual - expected) > toleratedUnits(abcClass, expected);
}
