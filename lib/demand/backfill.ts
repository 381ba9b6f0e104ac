import { type Accuracy, accuracy_none, scored } from './accuracy';
import { type DemandState, dispersionOfDays, learnDay, type Prior, startDemand } from './learn';
import { Tails } from './tails';
import { type CatalogDay, weekdayFactors, weekdayOfDay } from './weekday';

/** What is known of one day of one SKU on one channel. Days that are not given sold nothing and were open. */
export interface HistoryDay {
  /** Days since 1970, UTC. */
  day: number;
  units: number;
  orderSquares?: number;
  /** The part of the day on which it was on sale; 1 where it is left out. */
  open?: number;
  promoted?: boolean;
}

/** The calendar of a channel: its weekday factors as they were known on each day, and its closed days. */
export class ChannelCalendar {
  private readonly factors = new Map<number, number[]>();
  private readonly closed: ReadonlySet<number>;

  constructor(private readonly days: readonly CatalogDay[]) {
    this.closed = new Set(days.filter((entry) => entry.closed).map((entry) => entry.day));
  }

  /** Factors from the days before this one. */
  factorsOn(day: number): number[] {
    const known = this.factors.get(day);
    if (known !== undefined) return known;
    const made = weekdayFactors(this.days, day);
    this.factors.set(day, made);
    return made;
  }

  factorOn(day: number): number {
    return this.factorsOn(day)[weekdayOfDay(day)] ?? 1;
  }

  isClosed(day: number): boolean {
    return this.closed.has(day);
  }
}

export interface Backfilled {
  state: DemandState;
  /** How well each day was foreseen by the days before it, without the first `unscored_days`. */
  accuracy: Accuracy;
}

/** The first days only settle the level. */
export const unscored_days = 28;

/**
 * Learns a history from its first day to `through`, as it would have been learned day by day: what each day was
 * expected to sell comes from the days before it only.
 */
export function backfill(
  history: readonly HistoryDay[],
  calendar: ChannelCalendar,
  prior: Prior,
  through: number,
): Backfilled {
  const from = Math.min(...history.map(({ day }) => day));
  return learnOn(startDemand(prior), history, calendar, { from, through });
}

/** Goes on learning from where a state stands. Days that are not given sold nothing. */
export function learnOn(
  start: DemandState,
  history: readonly HistoryDay[],
  calendar: ChannelCalendar,
  {
    from,
    through,
    promoted: isPromoted,
  }: { from: number; through: number; promoted?: (day: number) => boolean },
): Backfilled {
  const byDay = new Map(history.map((entry) => [entry.day, entry]));
  let state = start;
  let accuracy = accuracy_none;
  for (let day = from; day <= through; day++) {
    const { units = 0, orderSquares, open = 1, promoted = isPromoted?.(day) ?? false } = byDay.get(day) ?? {};
    const factor = calendar.factorOn(day);
    const sellable = calendar.isClosed(day) ? 0 : open;
    if (state.days >= unscored_days && sellable === 1 && factor > 0 && !promoted) {
      const mean = state.level * factor;
      const demand = { mean, variance: mean * dispersionOfDays(state) };
      accuracy = scored(accuracy, demand, units, new Tails(demand));
    }
    state = learnDay(state, { day, units, orderSquares, open: sellable, factor, promoted });
  }
  return { state, accuracy };
}
