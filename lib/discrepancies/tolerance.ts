import { z } from 'zod';

/** A: the SKUs that make the first 80 % of what is sold, B the next 15 %, C the rest and what did not sell. */
export const abcClasses = ['A', 'B', 'C'] as const;
export type AbcClass = (typeof abcClasses)[number];

export interface Tolerance {
  /** Units that may be off whatever the stock. */
  units: number;
  /** Of what the books hold. */
  percent: number;
}
export type Tolerances = Readonly<Record<AbcClass, Tolerance>>;

/** What holds until somebody decides otherwise: the dearer the SKU is to get wrong, the less may be off. */
export const defaultTolerances: Tolerances = {
  A: { units: 0, percent: 0.5 },
  B: { units: 1, percent: 1 },
  C: { units: 2, percent: 2 },
};

/** The larger of the two, in whole units: B with 450 in the books: max(1, ⌊4.5⌋) = 4. */
export function toleratedUnits({ units, percent }: Tolerance, expected: number): number {
  return Math.max(units, Math.floor((percent * Math.max(0, expected)) / 100));
}

export function isBeyondTolerance(tolerance: Tolerance, expected: number, actual: number): boolean {
  return Math.abs(actual - expected) > toleratedUnits(tolerance, expected);
}

/** A tolerance as somebody leaves it, with the version they saw. */
export const saveToleranceSchema = z.strictObject({
  class: z.enum(abcClasses),
  units: z.int().min(0).max(1_000_000),
  percent: z.number().min(0).max(100),
  seen: z.int().positive(),
});
export type SaveTolerance = z.output<typeof saveToleranceSchema>;

export interface ToleranceItem extends Tolerance {
  class: AbcClass;
  version: number;
  updatedAt: string;
}
