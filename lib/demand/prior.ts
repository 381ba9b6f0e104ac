import { level_unknown_units } from './forecast';
import {
  type DemandState,
  dispersion_unknown,
  dispersionOfDays,
  dispersionOfOrders,
  type Prior,
} from './learn';

/** A category speaks for a new SKU once so many of its SKUs have been on sale long enough. */
export const prior_skus_min = 3;
export const prior_open_days_min = 14;

/** Where not even the category is known: a unit a day on every channel. */
export const prior_unknown: Prior = {
  level: level_unknown_units,
  dispersion: dispersion_unknown,
  orderDispersion: dispersion_unknown,
};

/**
 * What to expect of a SKU that was never sold on a channel: the mean level of its category's SKUs there, with their
 * pooled dispersions; else a unit a day. The dispersion of a level that is only borrowed is widened by how much the
 * levels of the category differ: φ + Var(level) ÷ mean level.
 */
export function priorOf(category: readonly DemandState[]): Prior {
  const known = category.filter((state) => state.days >= prior_open_days_min);
  if (known.length < prior_skus_min) return prior_unknown;
  const level = known.reduce((sum, state) => sum + state.level, 0) / known.length;
  if (level <= 0) return prior_unknown;
  const spread = known.reduce((sum, state) => sum + (state.level - level) ** 2, 0) / known.length;
  const errors = known.reduce((sum, state) => sum + dispersionOfDays(state) * state.level, 0);
  const orders = known.reduce((sum, state) => sum + dispersionOfOrders(state) * state.level, 0);
  const sold = level * known.length;
  return { level, dispersion: errors / sold + spread / level, orderDispersion: orders / sold };
}
