/**
 * What is known about the demand for a SKU on a channel over a stretch of time: a negative binomial, in single units.
 * variance = φ × mean; φ = 1 is its limit, the Poisson, which only tests and worked examples use: on real units it
 * covered 78 % of outcomes where 99 % were asked for.
 */
export interface Predictive {
  /** ≥ 0. */
  mean: number;
  /** ≥ mean (smaller counts as equal). */
  variance: number;
}

/** The least dispersion a forecast ever claims: orders come in ones, twos and now and then in dozens. */
export const dispersion_min = 1.05;

/** φ = variance ÷ mean, ≥ 1. */
export function dispersionOf({ mean, variance }: Predictive): number {
  return mean > 0 ? Math.max(1, variance / mean) : 1;
}

/** Demand of several channels together, taken as independent: means and variances add up. */
export function together(demands: readonly Predictive[]): Predictive {
  let [mean, variance] = [0, 0];
  for (const demand of demands) {
    mean += demand.mean;
    variance += Math.max(demand.mean, demand.variance);
  }
  return { mean, variance };
}

/** The step of the grid below: e^.01, so that a value moves by at most half a percent. */
const steady_log_step = 0.01;

/**
 * The same demand on a grid of 1 % in mean and dispersion. Forecasts move a little with every order; on the grid most of
 * these moves vanish, so tables are used again and allocations do not flicker. It depends on nothing but the demand, so
 * a number computed from it can be computed again.
 */
export function steady({ mean, variance }: Predictive): Predictive {
  if (mean <= 0) return { mean: 0, variance: 0 };
  const onGrid = (value: number) => Math.exp(Math.round(Math.log(value) / steady_log_step) * steady_log_step);
  const steadyMean = onGrid(mean);
  return { mean: steadyMean, variance: steadyMean * Math.max(1, onGrid(Math.max(1, variance / mean))) };
}
