import type { ClientBase, Pool } from 'pg';
import { weightOf } from '@/lib/allocation/weight';
import { ChannelCalendar, type HistoryDay } from '@/lib/demand/backfill';
import { dateOfDay, dayOfDate } from '@/lib/demand/server/demand-rows';
import { markClosedDays } from '@/lib/demand/weekday';
import { bucketOf } from '@/lib/ledger/bucket';
import { history_skus_max } from '../limits';
import type { HistoryQuestion } from '../parameters';
import { knownBefore, type RecordedHistory } from '../replay';

const day_ms = 86_400_000;
/** What the forecaster would have learned from. */
const learned_days = 400;
/** Orders are played as demand; what reserves units and gives them back belongs to orders as well. */
const of_orders = [
  'order_placed',
  'order_shipped',
  'order_snapshot',
  'reserved',
  'reservation_released',
  'claims_moved',
];

/**
 * What was recorded of a stretch, for the SKU asked for or for those that sold most in it: by the clock of what happened,
 * not of when we learned it. Channels are those that list the SKU or sold it then.
 */
export async function readHistory(
  db: Pool | ClientBase,
  question: HistoryQuestion,
): Promise<RecordedHistory[]> {
  const [from, to] = [Date.parse(question.from), Date.parse(question.to) + day_ms];
  const skus = question.sku === null ? await bestSellers(db, question) : [question.sku];
  const firstDay = from / day_ms;
  const daily = await readDaily(db, skus, firstDay);
  const calendars = await readCalendars(db, firstDay);
  const histories: RecordedHistory[] = [];
  for (const sku of skus) {
    const stretch = [bucketOf(sku), sku, new Date(from).toISOString(), new Date(to).toISOString()];
    const orders = await db.query<{ channel: string; at: Date; units: string }>(
      `SELECT channel, placed_at AS at, greatest(ordered_counted, coalesce(ordered_reported, 0))::text AS units
       FROM order_line WHERE bucket = $1 AND sku = $2 AND placed_at >= $3 AND placed_at < $4
         AND greatest(ordered_counted, coalesce(ordered_reported, 0)) > 0 ORDER BY placed_at, sequence`,
      stretch,
    );
    const moves = await db.query<{ at: Date; units: string; before: boolean }>(
      `SELECT p.occurred_at AS at, sum(p.available_delta)::text AS units, p.occurred_at < $3 AS before
       FROM posting p JOIN inventory_event e ON e.bucket = p.bucket AND e.sku = p.sku AND e.sequence = p.sequence
       WHERE p.bucket = $1 AND p.sku = $2 AND p.occurred_at < $4 AND p.available_delta <> 0
         AND (p.occurred_at < $3 OR e.type <> ALL($5::text[]) OR (e.type = 'order_snapshot' AND p.available_delta > 0))
       GROUP BY p.occurred_at ORDER BY p.occurred_at`,
      [...stretch, of_orders],
    );
    const channels = await readChannels(db, sku, [...new Set(orders.rows.map(({ channel }) => channel))]);
    histories.push({
      sku,
      from,
      to,
      openingUnits: moves.rows.reduce((sum, { units, before }) => sum + (before ? Number(units) : 0), 0),
      supply: moves.rows
        .filter(({ before }) => !before)
        .map(({ at, units }) => ({ at: at.getTime(), units: Number(units) })),
      orders: orders.rows.map(({ at, channel, units }) => ({
        at: at.getTime(),
        channel,
        units: Number(units),
      })),
      channels: channels.map(({ channel, weight, pollSeconds }) => ({
        channel,
        weight,
        pollSeconds,
        known: knownBefore(
          daily.get(JSON.stringify([sku, channel])) ?? [],
          calendars.get(channel) ?? new ChannelCalendar([]),
          firstDay,
        ),
      })),
    });
  }
  return histories.filter(({ orders }) => orders.length > 0);
}

async function bestSellers(db: Pool | ClientBase, { from, to }: HistoryQuestion): Promise<string[]> {
  const { rows } = await db.query<{ sku: string }>(
    `SELECT sku FROM demand_day WHERE day BETWEEN $1::date AND $2::date
     GROUP BY sku ORDER BY sum(units) DESC, sku LIMIT $3`,
    [from, to, history_skus_max],
  );
  return rows.map(({ sku }) => sku);
}

async function readDaily(db: Pool | ClientBase, skus: readonly string[], firstDay: number) {
  const { rows } = await db.query<{ sku: string; channel: string; day: string; units: string }>(
    `SELECT d.sku, d.channel, d.day::text AS day, sum(d.units)::text AS units
     FROM unnest($1::smallint[], $2::text[]) AS key (bucket, sku)
     JOIN demand_day d ON d.bucket = key.bucket AND d.sku = key.sku
     WHERE d.day >= $3::date AND d.day < $4::date GROUP BY d.sku, d.channel, d.day ORDER BY d.day`,
    [skus.map(bucketOf), skus, dateOfDay(firstDay - learned_days), dateOfDay(firstDay)],
  );
  const days = new Map<string, HistoryDay[]>();
  for (const { sku, channel, day, units } of rows) {
    const key = JSON.stringify([sku, channel]);
    const own = days.get(key) ?? [];
    days.set(key, own);
    own.push({ day: dayOfDate(day), units: Math.max(0, Number(units)) });
  }
  return days;
}

/** What each channel's whole catalogue sold, day by day. */
async function readCalendars(db: Pool | ClientBase, firstDay: number): Promise<Map<string, ChannelCalendar>> {
  const { rows } = await db.query<{ channel: string; day: string; units: string }>(
    `SELECT channel, day::text AS day, sum(units)::text AS units FROM demand_day
     WHERE day >= $1::date AND day < $2::date GROUP BY channel, day ORDER BY channel, day`,
    [dateOfDay(firstDay - learned_days), dateOfDay(firstDay)],
  );
  const totals = new Map<string, Map<number, number>>();
  for (const { channel, day, units } of rows) {
    const own = totals.get(channel) ?? new Map<number, number>();
    totals.set(channel, own.set(dayOfDate(day), Math.max(0, Number(units))));
  }
  return new Map(
    [...totals].map(([channel, own]) => {
      const first = Math.min(...own.keys());
      const days = Array.from({ length: firstDay - first }, (_, index) => ({
        day: first + index,
        units: own.get(first + index) ?? 0,
      }));
      return [channel, new ChannelCalendar(markClosedDays(days))];
    }),
  );
}

async function readChannels(db: Pool | ClientBase, sku: string, sold: readonly string[]) {
  const { rows } = await db.query<{
    channel: string;
    fee_percent: number;
    priority: number;
    poll_seconds: number | null;
    units_per_listing: number;
    price: string | null;
  }>(
    `SELECT DISTINCT ON (c.channel) c.channel, c.fee_percent, c.priority,
       (c.config ->> 'pollSeconds')::float8 AS poll_seconds, coalesce(l.units_per_listing, 1) AS units_per_listing,
       coalesce(l.price_minor, s.price_minor * coalesce(l.units_per_listing, 1))::text AS price
     FROM channel c LEFT JOIN listing l ON l.channel = c.channel AND l.bucket = $1 AND l.sku = $2
     LEFT JOIN sku s ON s.sku = $2
     WHERE l.sku IS NOT NULL OR c.channel = ANY($3::text[]) ORDER BY c.channel, l.location`,
    [bucketOf(sku), sku, sold],
  );
  return rows.map((row) => ({
    channel: row.channel,
    pollSeconds: row.poll_seconds,
    weight: weightOf({
      priceMinor: row.price === null ? null : Number(row.price),
      unitsPerListing: row.units_per_listing,
      feePercent: row.fee_percent,
      priority: row.priority,
    }),
  }));
}
