import { z } from 'zod';

/** The most units one event may move. Far above any real movement, far below what a sum could overflow. */
export const quantity_units_max = 1_000_000_000;

/** A whole number of single units, > 0. Built here once; everywhere else it is just a number. */
export const quantitySchema = z.int().min(1).max(quantity_units_max);

/** A whole number of single units, ≥ 0. */
export const quantityOrZeroSchema = z.int().min(0).max(quantity_units_max);
