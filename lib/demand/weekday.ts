/** One day of a channel: what its whole catalogue sold. `day` counts from 1 January 1970, UTC. */
export interface CatalogDay {
  day: number;
  units: number;
  /** Nobody could order: a holiday, a weekday on which the channel never sells, an outage. */
  closed: boolean;
}

/** Days whose sales make the factors: eight of each weekday. */
export const season_window_days = 56;

/** The factor of 1 counts as so many days of each weekday, so that a few days do not make a season. */
const factor_prior_days = 2;

/** A weekday is closed for good when every one of at least so many was. */
const closed_weekdays_min = 3;

/** A day without a single unit is a closed one where days like it sell so many. */
const closed_units_mean_min = 20;

/** Monday = 0; day 0 was a Thursday. */
export function weekdayOfDay(day: number): number {
  return (((day + 3) % 7) + 7) % 7;
}

/**
 * How a channel's weekdays compare, over the last `season_window_days` before `day` and its whole catalogue (single
 * SKUs sell too little to tell weekdays apart): mean of the weekday ÷ mean of all open days, drawn towards 1, normalised
 * to a mean of 1 over the open weekdays. A weekday that is always closed has 0.
 */
export function weekdayFactors(days: readonly CatalogDay[], day: number): number[] {
  const sums = Array.from({ length: 7 }, () => ({ units: 0, open: 0, closed: 0 }));
  for (const entry of days) {
    if (entry.day >= day || entry.day < day - season_window_days) continue;
    const sum = sums[weekdayOfDay(entry.day)];
    if (sum === undefined) continue;
    if (entry.closed) sum.closed += 1;
    else {
      sum.open += 1;
      sum.units += entry.units;
    }
  }
  const open = sums.reduce((total, sum) => total + sum.open, 0);
  const mean = open === 0 ? 0 : sums.reduce((total, sum) => total + sum.units, 0) / open;
  const factors = sums.map((sum) => {
    if (sum.open === 0 && sum.closed >= closed_weekdays_min) return 0;
    const ratio = mean > 0 && sum.open > 0 ? sum.units / sum.open / mean : 1;
    return (ratio * sum.open + factor_prior_days) / (sum.open + factor_prior_days);
  });
  const opened = factors.filter((factor) => factor > 0);
  const level = opened.reduce((total, factor) => total + factor, 0) / Math.max(1, opened.length);
  return level > 0 ? factors.map((factor) => factor / level) : [1, 1, 1, 1, 1, 1, 1];
}

/** Marks the days on which a channel that sells a good deal every day sold nothing at all. */
export function markClosedDays(days: readonly { day: number; units: number }[]): CatalogDay[] {
  const sold = days.filter(({ units }) => units > 0);
  const mean = sold.reduce((total, { units }) => total + units, 0) / Math.max(1, sold.length);
  return days.map((entry) => ({ ...entry, closed: entry.units === 0 && mean >= closed_units_mean_min }));
}
