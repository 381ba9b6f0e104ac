import { dispersion_min, type Predictive } from './predictive';
import { type Uplift, upliftAt } from './promotions';
import { certaintyOf, multiplierOf, type Pulse, pulse_certainty_orders_max, pulsedMean } from './pulse';

/**
 * Everything that says how much of one SKU one channel will be asked for: plain data, so that it can be kept with the
 * number that came from it. Days and hours are those of UTC, as in the daily history.
 */
export interface ChannelForecast {
  /** Units on an average open day. */
  level: number;
  /** φ of whole days: trailing squared error ÷ mean, ≥ 1.05. */
  dispersion: number;
  /** φ of orders, E[q²] ÷ E[q] over the quantities ordered at a time, ≥ 1.05. */
  orderDispersion: number;
  /** Seven factors around 1, Monday first; 0 = closed on that day. */
  weekday: readonly number[];
  /** 24 shares of a day's demand that sum to 1; null = the same at all hours. */
  hours: readonly number[] | null;
  /** Today against expectation, or null where nothing is known of today. */
  pulse: Pulse | null;
  /** Promotions that have not ended. */
  uplifts: readonly Uplift[];
}

const day_ms = 86_400_000;
const hour_ms = 3_600_000;

/** Where nothing is known of a SKU on a channel: a unit a day, and that not for sure. */
export const level_unknown_units = 1;

export function unknownForecast(level = level_unknown_units): ChannelForecast {
  return {
    level,
    dispersion: 1.5,
    orderDispersion: dispersion_min,
    weekday: [1, 1, 1, 1, 1, 1, 1],
    hours: null,
    pulse: null,
    uplifts: [],
  };
}

/** Monday = 0; 1 January 1970 was a Thursday. */
export function weekdayOf(at: number): number {
  return (((Math.floor(at / day_ms) + 3) % 7) + 7) % 7;
}

export interface Expected {
  /** ∫λ: units expected without the pulse. */
  units: number;
  /** Standard deviation that unknown uplifts add: they err all together, so deviations add up. */
  deviation: number;
}

/** What is expected in [from, to) by level, weekday, hour and promotions; ms since 1970. */
export function expectedBetween(forecast: ChannelForecast, from: number, to: number): Expected {
  const edges = [from, to];
  for (const { startsAt, endsAt } of forecast.uplifts)
    for (const edge of [startsAt, endsAt]) if (edge > from && edge < to) edges.push(edge);
  edges.sort((a, b) => a - b);
  let [units, deviation] = [0, 0];
  for (let index = 1; index < edges.length; index++) {
    const begin = edges[index - 1] as number;
    const usual = usualBetween(forecast, begin, edges[index] as number);
    const uplift = upliftAt(forecast.uplifts, begin);
    units += usual * (uplift?.factor ?? 1);
    deviation += usual * (uplift?.deviation ?? 0);
  }
  return { units, deviation };
}

/**
 * Demand over [from, to): its mean with the pulse, and the variance φμ + μ² ÷ certainty (orders come in bunches, and the
 * level is not known for sure), at least what errors of whole days have shown, plus what an unknown uplift adds. The
 * level's part is kept without a pulse too: over seven days 99 % then cover 96.9 % of real outcomes in units and 98.6 %
 * in orders, against 96.6 and 97.7 % without it.
 * Worked: 300 units, φ 1.4, a pulse that is as sure as it gets (12): 1.4·300 + 300²/12 = 7,920 = 89².
 */
export function demandOver(forecast: ChannelForecast, from: number, to: number): Predictive {
  const { units, deviation } = expectedBetween(forecast, from, to);
  if (units <= 0) return { mean: 0, variance: 0 };
  const orders = Math.max(dispersion_min, forecast.orderDispersion);
  const { pulse } = forecast;
  const mean = pulse === null ? units : pulsedMean(units, to - from, multiplierOf(pulse, orders));
  const ofDays = Math.max(dispersion_min, forecast.dispersion) * mean;
  const certainty = pulse === null ? pulse_certainty_orders_max : certaintyOf(pulse, orders);
  const ofLevel = orders * mean + mean ** 2 / certainty;
  return { mean, variance: Math.max(ofDays, ofLevel) + deviation ** 2 };
}

function usualBetween({ level, weekday, hours }: ChannelForecast, from: number, to: number): number {
  let days = 0;
  for (let at = from; at < to; ) {
    const midnight = Math.floor(at / day_ms) * day_ms;
    const until = Math.min(to, midnight + day_ms);
    const share =
      hours === null
        ? (until - at) / day_ms
        : shareBy(hours, until - midnight) - shareBy(hours, at - midnight);
    days += (weekday[weekdayOf(at)] ?? 1) * share;
    at = until;
  }
  return level * days;
}

/** The share of a day's demand by this time after midnight. */
function shareBy(hours: readonly number[], sinceMidnight: number): number {
  const whole = Math.floor(sinceMidnight / hour_ms);
  let share = 0;
  for (let hour = 0; hour < whole; hour++) share += hours[hour] ?? 0;
  return share + ((hours[whole] ?? 0) * (sinceMidnight - whole * hour_ms)) / hour_ms;
}
