import type { Predictive } from './predictive';
import type { Tails } from './tails';

/** Sums over outcomes that were forecast: they add up over days, SKUs and channels. Units. */
export interface Accuracy {
  outcomes: number;
  forecast: number;
  actual: number;
  absoluteError: number;
  /** Outcomes at or below the 99 % quantile that was forecast. */
  covered: number;
}

export const coverage_level = 0.99;

export const accuracy_none: Accuracy = { outcomes: 0, forecast: 0, actual: 0, absoluteError: 0, covered: 0 };

/** One more outcome. Days that could not sell all day are no outcomes: leave them out. */
export function scored(sums: Accuracy, demand: Predictive, actual: number, tails: Tails): Accuracy {
  return {
    outcomes: sums.outcomes + 1,
    forecast: sums.forecast + demand.mean,
    actual: sums.actual + actual,
    absoluteError: sums.absoluteError + Math.abs(demand.mean - actual),
    covered: sums.covered + (actual <= tails.quantile(coverage_level) ? 1 : 0),
  };
}

export function addAccuracy(a: Accuracy, b: Accuracy): Accuracy {
  return {
    outcomes: a.outcomes + b.outcomes,
    forecast: a.forecast + b.forecast,
    actual: a.actual + b.actual,
    absoluteError: a.absoluteError + b.absoluteError,
    covered: a.covered + b.covered,
  };
}

export interface AccuracyFigures {
  /** (Σ forecast − Σ actual) ÷ Σ actual: above 0 = too much was forecast. */
  bias: number | null;
  /** Σ |forecast − actual| ÷ Σ actual. */
  wape: number | null;
  /** Share of the outcomes within the 99 % quantile. */
  coverage: number | null;
}

/** Null where there is nothing to divide by. */
export function figuresOf({ outcomes, forecast, actual, absoluteError, covered }: Accuracy): AccuracyFigures {
  return {
    bias: actual > 0 ? (forecast - actual) / actual : null,
    wape: actual > 0 ? absoluteError / actual : null,
    coverage: outcomes > 0 ? covered / outcomes : null,
  };
}

export const drift_outcomes_min = 100;
export const drift_bias_max = 0.25;
export const drift_coverage_min = 0.95;

/** A forecast drifts when it errs to one side, or what it holds for next to impossible keeps happening. */
export function isDrifting(sums: Accuracy): boolean {
  if (sums.outcomes < drift_outcomes_min) return false;
  const { bias, coverage } = figuresOf(sums);
  return Math.abs(bias ?? 0) > drift_bias_max || (coverage ?? 1) < drift_coverage_min;
}
