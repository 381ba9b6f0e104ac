import { dispersion_min } from './predictive';

/** What a SKU's sales on a channel have taught so far; one row per SKU and channel. */
export interface DemandState {
  /** Units on an average open day. */
  level: number;
  /** Open days learned from; part of a day counts as that part. */
  days: number;
  /** Faded means per day: squared error of the forecast a day ahead, and what it expected. */
  squaredError: number;
  expected: number;
  /** Faded sums over the quantities of single order lines: Σ q² and Σ q. */
  orderSquares: number;
  orderUnits: number;
  /** The last day learned, days since 1970 (UTC); null = none. */
  through: number | null;
}

/** α: how far a day moves the level. */
export const level_rate = 0.05;
/** Errors are remembered for about this long. */
export const error_memory_days = 56;
/** What a state knows before its first day counts as so many days: the level, and its errors. */
export const level_prior_days = 7;
export const error_prior_days = 14;
/** φ where nothing is known: between the slow and the fast sellers of the measured catalogues. */
export const dispersion_unknown = 1.5;

export interface Prior {
  level: number;
  dispersion: number;
  orderDispersion: number;
}

export function startDemand({ level, dispersion, orderDispersion }: Prior): DemandState {
  return {
    level,
    days: 0,
    squaredError: dispersion * level,
    expected: level,
    orderSquares: orderDispersion,
    orderUnits: 1,
    through: null,
  };
}

export interface DemandDay {
  /** Days since 1970, UTC. */
  day: number;
  units: number;
  /** The quantities of its order lines, where they are known: they tell how bulky orders are. */
  orderSquares?: number;
  /** The part of the day's demand that could be met: 0 = closed or sold out all day, 1 = on sale all day. */
  open: number;
  /** The weekday's factor; 0 = the channel is closed on it. */
  factor: number;
  /** A promotion ran: the day is not learned, since it would teach the level the promotion. */
  promoted: boolean;
}

/**
 * One day later. The level moves by α of the day's surprise, more in the first days, when it rests on a guess; a day
 * that was on sale for a part counts as that part, and one that was not on sale teaches nothing, least of all zero.
 * Worked: level 2, factor 1, 4 sold on a day that was open for half (sold out at noon): the day's pace was 8, it counts
 * half: 2 + .05·(4 − .5·2) = 2.15.
 */
export function learnDay(
  state: DemandState,
  { day, units, orderSquares, open, factor, promoted }: DemandDay,
): DemandState {
  if (open <= 0 || factor <= 0 || promoted) return { ...state, through: day };
  const expected = state.level * factor * open;
  const rate = Math.max(level_rate, open / (level_prior_days + state.days + open));
  const level = Math.max(0, state.level + (rate * (units - expected)) / factor);
  const faded = Math.max(1 / error_memory_days, 1 / (error_prior_days + state.days + 1));
  const kept = 1 - faded;
  return {
    level,
    days: state.days + open,
    squaredError: kept * state.squaredError + faded * (units - expected) ** 2,
    expected: kept * state.expected + faded * expected,
    orderSquares: kept * state.orderSquares + faded * (orderSquares ?? 0),
    orderUnits: kept * state.orderUnits + faded * (orderSquares === undefined ? 0 : units),
    through: day,
  };
}

/** φ of whole days: trailing squared error ÷ mean, never below 1.05. */
export function dispersionOfDays({ squaredError, expected }: DemandState): number {
  return expected > 0 ? Math.max(dispersion_min, squaredError / expected) : dispersion_unknown;
}

/** φ of orders: E[q²] ÷ E[q]. */
export function dispersionOfOrders({ orderSquares, orderUnits }: DemandState): number {
  return orderUnits > 0 ? Math.max(dispersion_min, orderSquares / orderUnits) : dispersion_min;
}
