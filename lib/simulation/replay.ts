import type { ChannelCalendar, HistoryDay } from '@/lib/demand/backfill';
import { backfill } from '@/lib/demand/backfill';
import { weekdayOf } from '@/lib/demand/forecast';
import { dispersionOfDays, dispersionOfOrders } from '@/lib/demand/learn';
import { prior_unknown } from '@/lib/demand/prior';
import type { Arrival, ChannelScenario, KnownDemand, Scenario } from './scenario';

/**
 * What was recorded of one SKU in one pool over a stretch of whole UTC days. Times are ms since 1970, quantities single
 * units.
 */
export interface RecordedHistory {
  sku: string;
  from: number;
  to: number;
  /** What its nodes held available when the stretch began. */
  openingUnits: number;
  /** Receipts, losses, transfers, returns and cancellations in it: whatever moved stock but orders. */
  supply: readonly { at: number; units: number }[];
  orders: readonly { at: number; channel: string; units: number }[];
  channels: readonly RecordedChannel[];
}

export interface RecordedChannel {
  channel: string;
  /** Net revenue of a unit; only the ratio between channels matters. */
  weight: number;
  /** How often it is asked for orders; null = as `poll_seconds_usual`. */
  pollSeconds: number | null;
  /** What was known of its demand when the stretch began. */
  known: KnownDemand;
}

export const poll_seconds_usual = 60;
/** What a push takes is not part of what is recorded: a prompt channel, as most are. */
const push_usual = { medianSeconds: 2, logSigma: 0.6, ackMedianSeconds: 0.5, failProbability: 0.01 };
const push_seconds_max = 660;
const replay_tick_seconds = 600;

export interface ReplayOptions {
  /** Stock ÷ demand, instead of what was there and came in; null = as recorded. */
  stockShare: number | null;
}

/** The stretch as a scenario with the real customers: they want what was ordered, when and where it was. */
export function replayOf(
  history: RecordedHistory,
  { stockShare }: ReplayOptions,
): { scenario: Scenario; arrivals: Arrival[] } {
  const { sku, from, to } = history;
  const within = <T extends { at: number }>(each: T) => each.at >= from && each.at < to;
  const orders = history.orders.filter(within);
  const demand = orders.reduce((sum, { units }) => sum + units, 0);
  const levels = history.channels.map(({ known }) => Math.max(known.level, Number.MIN_VALUE));
  const level = levels.reduce((sum, each) => sum + each, 0);
  const dearest = Math.max(...history.channels.map(({ weight }) => weight), Number.MIN_VALUE);
  return {
    scenario: {
      name: sku,
      stockUnits: stockShare === null ? Math.max(0, history.openingUnits) : Math.round(stockShare * demand),
      durationSeconds: (to - from) / 1000,
      meanDailyUnits: level,
      channels: history.channels.map(
        ({ channel, weight, pollSeconds, known }, index): ChannelScenario => ({
          name: channel,
          demandShare: (levels[index] ?? 0) / level,
          netRevenueWeight: weight / dearest,
          pushKind: 'versioned',
          report: { type: 'poll', periodSeconds: pollSeconds ?? poll_seconds_usual },
          push: push_usual,
          pushMaxDelaySeconds: push_seconds_max,
          known: { ...known, weekday: fromFirstDay(known.weekday, from) },
        }),
      ),
      surges: [],
      knownPromotions: [],
      outages: [],
      manualEdits: [],
      neverSyncedShows: null,
      tickSeconds: replay_tick_seconds,
      duplicateReportProbability: 0,
      lateApplyAfterFailureProbability: 0.5,
      duplicatePushProbability: 0,
      pushDelayUnbounded: false,
      supply:
        stockShare === null
          ? history.supply
              .filter(within)
              .map(({ at, units }) => ({ atSecond: Math.floor((at - from) / 1000), units }))
          : [],
    },
    arrivals: orders
      .map(({ at, channel, units }) => ({ at: at - from, channel, units }))
      .sort((a, b) => a.at - b.at),
  };
}

/** The clock of a scenario begins on a Thursday at midnight: the factors, moved so that its days are those of the stretch. */
function fromFirstDay(weekday: readonly number[], from: number): number[] {
  const shift = weekdayOf(from) - weekdayOf(0);
  return weekday.map((_, index) => weekday[(index + shift + 7) % 7] ?? 1);
}

/** Days before the stretch → what the forecaster would have known on its first day, and nothing later. */
export function knownBefore(
  days: readonly HistoryDay[],
  calendar: ChannelCalendar,
  firstDay: number,
): KnownDemand {
  const before = days.filter(({ day }) => day < firstDay);
  const weekday = calendar.factorsOn(firstDay);
  if (before.length === 0) return { ...prior_unknown, weekday };
  const { state } = backfill(before, calendar, prior_unknown, firstDay - 1);
  return {
    level: state.level,
    dispersion: dispersionOfDays(state),
    orderDispersion: dispersionOfOrders(state),
    weekday,
  };
}
