import { ChannelCalendar, type HistoryDay } from '@/lib/demand/backfill';
import { markClosedDays } from '@/lib/demand/weekday';
import { groupBy } from '@/lib/shared/group-by';
import { streamOf } from './random';
import { knownBefore, type RecordedHistory } from './replay';

/** An order line of a shop's export. Times are ms since 1970, quantities single units. */
export interface RealOrder {
  at: number;
  sku: string;
  channel: string;
  units: number;
}

const day_ms = 86_400_000;
/** Long enough that the forecaster has learned the shop's weeks before anything is replayed. */
const learned_days_min = 84;

/** Poll intervals of the shipped scenarios: the first is a webhook's reconciliation, the others polls. */
const channels = {
  wholesale: { weight: 0.85, pollSeconds: 300 },
  webshop: { weight: 1, pollSeconds: 60 },
} as const;

/**
 * Stretches of real trade, drawn by the seed: for `count` of the SKUs one of `days` days each, with what the forecaster
 * had learned from the days before.
 */
export function realHistories(
  orders: readonly RealOrder[],
  { seed, count, days }: { seed: number; count: number; days: number },
): RecordedHistory[] {
  const first = Math.floor(Math.min(...bounds(orders)) / day_ms);
  const last = Math.floor(Math.max(...bounds(orders)) / day_ms);
  const calendars = new Map(
    Object.keys(channels).map((channel) => [channel, calendarOf(orders, channel, first, last)]),
  );
  const bySku = groupBy(orders, ({ sku }) => sku);
  const random = streamOf(seed, 'real orders');
  const skus = [...bySku.keys()].sort();
  const histories: RecordedHistory[] = [];
  for (let drawn = 0; histories.length < count && drawn < 20 * count; drawn++) {
    const sku = skus[Math.floor(random() * skus.length)] ?? '';
    const firstDay =
      first + learned_days_min + Math.floor(random() * (last - first - learned_days_min - days));
    const own = bySku.get(sku) ?? [];
    const [from, to] = [firstDay * day_ms, (firstDay + days) * day_ms];
    const within = own.filter(({ at }) => at >= from && at < to);
    if (within.length < orders_min) continue;
    histories.push({
      sku,
      from,
      to,
      openingUnits: 0,
      supply: [],
      orders: within,
      channels: Object.entries(channels).map(([channel, { weight, pollSeconds }]) => ({
        channel,
        weight,
        pollSeconds,
        known: knownBefore(
          daysOf(own.filter((order) => order.channel === channel && order.at < from)),
          calendars.get(channel) ?? new ChannelCalendar([]),
          firstDay,
        ),
      })),
    });
  }
  return histories;
}

/** Fewer orders than this in a stretch say nothing about dividing them. */
const orders_min = 10;

function bounds(orders: readonly RealOrder[]): [number, number] {
  let [earliest, latest] = [Number.POSITIVE_INFINITY, 0];
  for (const { at } of orders) {
    earliest = Math.min(earliest, at);
    latest = Math.max(latest, at);
  }
  return [earliest, latest];
}

function daysOf(orders: readonly RealOrder[]): HistoryDay[] {
  const days = new Map<number, { day: number; units: number; orderSquares: number }>();
  for (const { at, units } of orders) {
    const day = Math.floor(at / day_ms);
    const sold = days.get(day) ?? { day, units: 0, orderSquares: 0 };
    days.set(day, { day, units: sold.units + units, orderSquares: sold.orderSquares + units ** 2 });
  }
  return [...days.values()].sort((a, b) => a.day - b.day);
}

function calendarOf(
  orders: readonly RealOrder[],
  channel: string,
  first: number,
  last: number,
): ChannelCalendar {
  const totals = Array.from({ length: last - first + 1 }, (_, index) => ({ day: first + index, units: 0 }));
  for (const order of orders) {
    const total = totals[Math.floor(order.at / day_ms) - first];
    if (total !== undefined && order.channel === channel) total.units += order.units;
  }
  return new ChannelCalendar(markClosedDays(totals));
}
