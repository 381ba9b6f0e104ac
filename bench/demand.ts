import { type Accuracy, accuracy_none, addAccuracy, figuresOf, scored } from '@/lib/demand/accuracy';
import { ChannelCalendar } from '@/lib/demand/backfill';
import { dispersionOfDays, learnDay, startDemand } from '@/lib/demand/learn';
import { prior_unknown } from '@/lib/demand/prior';
import { Tails } from '@/lib/demand/tails';
import { markClosedDays, weekdayOfDay } from '@/lib/demand/weekday';
import { type RetailRow, readOnlineRetail } from '@/prisma/seed/online-retail';
import type { Figure } from './report';

/** One SKU on one channel: units per day, from the first day of the file on. */
interface Series {
  channel: string;
  units: number[];
}

export interface Measured {
  series: number;
  /** Mean over series of the error of seven daily forecasts ÷ that of "as yesterday". */
  rmsse: number;
  /** Of the first day, and of the sum of seven. */
  wapeDay: number;
  wapeWeek: number;
  /** Share of days within the 99 % quantile; only for ours. */
  accuracy: Accuracy;
  poisson: Accuracy;
}

type Method = (series: Series) => (day: number) => { mean: (ahead: number) => number; dispersion: number };

const horizon_days = 7;
const warm_up_days = 84;

/**
 * How well the real orders of a year are foreseen, day after day with nothing but the days before, by our method and by
 * three that need no method. Counted in units, or in order lines.
 */
export function measureDemand(rows: readonly RetailRow[], countUnits: boolean): Record<string, Measured> {
  const { series, firstDay, days } = seriesOf(rows, countUnits);
  const calendars = new Map(
    ['webshop', 'wholesale'].map((channel) => {
      const sold = Array<number>(days).fill(0);
      for (const one of series)
        if (one.channel === channel)
          for (const [index, units] of one.units.entries()) sold[index] = (sold[index] ?? 0) + units;
      const totals = sold.map((units, index) => ({ day: firstDay + index, units }));
      return [channel, new ChannelCalendar(markClosedDays(totals))];
    }),
  );
  const ours: Method = ({ channel, units }) => {
    const calendar = calendars.get(channel) ?? new ChannelCalendar([]);
    let state = startDemand(prior_unknown);
    let learned = units.findIndex((sold) => sold > 0);
    return (day) => {
      for (; learned < day; learned++) {
        const open = calendar.isClosed(firstDay + learned) ? 0 : 1;
        const factor = calendar.factorOn(firstDay + learned);
        const sold = units[learned] ?? 0;
        state = learnDay(state, { day: firstDay + learned, units: sold, open, factor, promoted: false });
      }
      const factors = calendar.factorsOn(firstDay + day);
      return {
        mean: (ahead) => state.level * (factors[weekdayOfDay(firstDay + day + ahead)] ?? 1),
        dispersion: dispersionOfDays(state),
      };
    };
  };
  const baselines: Record<string, Method> = {
    'as yesterday': (one) => (day) => ({ mean: () => one.units[day - 1] ?? 0, dispersion: 1.05 }),
    'as a week ago': (one) => (day) => ({
      mean: (ahead) => one.units[day - 7 + ahead] ?? 0,
      dispersion: 1.05,
    }),
    'mean of 28 days': (one) => (day) => {
      const mean = one.units.slice(day - 28, day).reduce((sum, units) => sum + units, 0) / 28;
      return { mean: () => mean, dispersion: 1.05 };
    },
  };
  return Object.fromEntries(
    Object.entries({ ours, ...baselines }).map(([name, method]) => [
      name,
      measure(series, method, name === 'ours'),
    ]),
  );
}

function measure(series: readonly Series[], method: Method, withCoverage: boolean): Measured {
  let accuracy = accuracy_none;
  let poisson = accuracy_none;
  const week = { error: 0, actual: 0 };
  const ratios: number[] = [];
  for (const one of series) {
    const forecast = method(one);
    let [squares, naive, steps] = [0, 0, 0];
    for (let day = warm_up_days; day + horizon_days <= one.units.length; day++) {
      const { mean, dispersion } = forecast(day);
      let [ahead, came] = [0, 0];
      for (let step = 0; step < horizon_days; step++) {
        const actual = one.units[day + step] ?? 0;
        squares += (actual - mean(step)) ** 2;
        ahead += mean(step);
        came += actual;
      }
      steps += 1;
      naive += ((one.units[day] ?? 0) - (one.units[day - 1] ?? 0)) ** 2;
      week.error += Math.abs(ahead - came);
      week.actual += came;
      const sold = one.units[day] ?? 0;
      accuracy = addAccuracy(accuracy, scoredDay(mean(0), dispersion, sold, withCoverage));
      if (withCoverage) poisson = addAccuracy(poisson, scoredDay(mean(0), 1, sold, true));
    }
    if (naive > 0) ratios.push(Math.sqrt(squares / (steps * horizon_days) / (naive / steps)));
  }
  return {
    series: series.length,
    rmsse: ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length,
    wapeDay: figuresOf(accuracy).wape ?? Number.NaN,
    wapeWeek: week.error / week.actual,
    accuracy,
    poisson,
  };
}

/** A day that was foreseen to be closed is no outcome for coverage, only an error if it sold. */
function scoredDay(mean: number, dispersion: number, actual: number, withCoverage: boolean): Accuracy {
  const demand = { mean, variance: mean * dispersion };
  if (withCoverage && mean > 0) return scored(accuracy_none, demand, actual, new Tails(demand));
  return { ...accuracy_none, forecast: mean, actual, absoluteError: Math.abs(mean - actual) };
}

function seriesOf(rows: readonly RetailRow[], countUnits: boolean) {
  const dayOf = (row: RetailRow) => Math.floor(Date.parse(row.at) / 86_400_000);
  const orders = rows.filter((row) => row.units > 0);
  const firstDay = Math.min(dayOf(rows[0] as RetailRow));
  const days = dayOf(rows.at(-1) as RetailRow) - firstDay + 1;
  const series = new Map<string, Series>();
  for (const row of orders) {
    const channel = row.known ? 'wholesale' : 'webshop';
    const key = `${row.sku} ${channel}`;
    const one = series.get(key) ?? { channel, units: Array<number>(days).fill(0) };
    series.set(key, one);
    const day = dayOf(row) - firstDay;
    one.units[day] = (one.units[day] ?? 0) + (countUnits ? row.units : 1);
  }
  return { series: [...series.values()], firstDay, days };
}

export async function benchDemand(): Promise<Figure[]> {
  const rows = await readOnlineRetail();
  return [true, false].flatMap((countUnits) => {
    const what = countUnits ? 'units' : 'order lines';
    return Object.entries(measureDemand(rows, countUnits)).flatMap(([name, measured]) => {
      const figure = (title: string, value: number, note?: string): Figure => ({
        section: 'demand',
        name: `${what}, ${name}: ${title}`,
        value,
        unit: '',
        note,
      });
      const coverage = (accuracy: Accuracy) => (figuresOf(accuracy).coverage ?? Number.NaN) * 100;
      return [
        figure('RMSSE, 7 days', measured.rmsse, `${measured.series} series`),
        figure('WAPE, a day', measured.wapeDay),
        figure('WAPE, 7 days', measured.wapeWeek),
        ...(name === 'ours'
          ? [
              { ...figure('within 99 %, negative binomial', coverage(measured.accuracy)), unit: '%' },
              { ...figure('within 99 %, Poisson', coverage(measured.poisson)), unit: '%' },
            ]
          : []),
      ];
    });
  });
}
