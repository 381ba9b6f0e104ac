import type { Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { groupBy } from '@/lib/shared/group-by';
import { type Accuracy, accuracy_none, addAccuracy } from '../accuracy';
import { ChannelCalendar, type HistoryDay, learnOn } from '../backfill';
import { type DemandState, startDemand } from '../learn';
import { priorOf } from '../prior';
import { markClosedDays, season_window_days } from '../weekday';
import { type DemandStateRow, dateOfDay, dayOfDate, demandStateOf } from './demand-rows';

/** Days of history that a new SKU is learned from. */
export const history_days_max = 400;

export interface LearnedDemand {
  channel: string;
  /** SKUs whose state moved. */
  skus: number;
  accuracy: Accuracy;
}

/**
 * Learns a channel's sales up to and with `through` (a whole UTC day that is over): each SKU from the day after its
 * last one, a new one from its first sale within 400 days. Running it again changes nothing. Reads the daily history
 * that the ledger keeps; days under a promotion are not learned. One run per channel at a time, by a lock.
 */
export async function learnDemand(pool: Pool, channel: string, through: number): Promise<LearnedDemand> {
  return withTransaction(pool, async (client) => {
    await client.query(`SELECT pg_advisory_xact_lock(hashtextextended('truecount.demand.' || $1, 0))`, [
      channel,
    ]);
    const states = await readStates(client, channel);
    const learnedThrough = Math.min(...[...states.values()].map(({ state }) => state.through ?? through));
    const first = Math.max(
      through - history_days_max,
      Math.min(through, learnedThrough) - season_window_days * 2,
    );
    const history = await readHistory(
      client,
      channel,
      states.size === 0 ? through - history_days_max : first,
      through,
    );
    const calendar = new ChannelCalendar(markClosedDays(totalsOf(history, through)));
    const promoted = await readPromotedDays(client, channel);
    const categories = statesByCategory(states);
    let accuracy = accuracy_none;
    const moved: { bucket: number; sku: string; state: DemandState }[] = [];
    for (const sku of new Set([...states.keys(), ...history.bySku.keys()])) {
      const known = states.get(sku);
      const days = (history.bySku.get(sku) ?? []).map((day) => ({
        ...day,
        promoted: promoted(sku, day.day),
      }));
      const start =
        known?.state ?? startDemand(priorOf(categories.get(history.categories.get(sku) ?? '') ?? []));
      const from = start.through === null ? Math.min(...days.map(({ day }) => day)) : start.through + 1;
      if (from > through) continue;
      const learned = learnOn(start, days, calendar, {
        from,
        through,
        promoted: (day) => promoted(sku, day),
      });
      accuracy = addAccuracy(accuracy, learned.accuracy);
      const bucket = known?.bucket ?? history.buckets.get(sku) ?? 0;
      moved.push({ bucket, sku, state: learned.state });
    }
    await saveStates(client, channel, moved);
    await saveChannel(client, channel, through, calendar.factorsOn(through + 1), accuracy);
    return { channel, skus: moved.length, accuracy };
  });
}

interface History {
  bySku: Map<string, HistoryDay[]>;
  buckets: Map<string, number>;
  categories: Map<string, string>;
  firstDay: number;
}

async function readHistory(
  client: PoolClient,
  channel: string,
  first: number,
  through: number,
): Promise<History> {
  const { rows } = await client.query<{
    bucket: number;
    sku: string;
    category: string | null;
    day: string;
    units: string;
  }>(
    `SELECT d.bucket, d.sku, s.category, d.day::text AS day, SUM(d.units)::text AS units
     FROM demand_day d LEFT JOIN sku s ON s.sku = d.sku
     WHERE d.channel = $1 AND d.day BETWEEN $2::date AND $3::date
     GROUP BY d.bucket, d.sku, s.category, d.day ORDER BY d.sku, d.day`,
    [channel, dateOfDay(first), dateOfDay(through)],
  );
  const history: History = { bySku: new Map(), buckets: new Map(), categories: new Map(), firstDay: through };
  for (const row of rows) {
    const day = dayOfDate(row.day);
    history.firstDay = Math.min(history.firstDay, day);
    history.buckets.set(row.sku, row.bucket);
    history.categories.set(row.sku, row.category ?? '');
    const days = history.bySku.get(row.sku) ?? [];
    history.bySku.set(row.sku, days);
    // How a day's units came together in orders is not kept by the day: the day counts as one order of mean size.
    days.push({ day, units: Math.max(0, Number(row.units)) });
  }
  return history;
}

function totalsOf({ bySku, firstDay }: History, through: number): { day: number; units: number }[] {
  const totals = Array.from({ length: through - firstDay + 1 }, (_, index) => ({
    day: firstDay + index,
    units: 0,
  }));
  for (const days of bySku.values())
    for (const { day, units } of days) {
      const total = totals[day - firstDay];
      if (total !== undefined) total.units += units;
    }
  return totals;
}

async function readPromotedDays(
  client: PoolClient,
  channel: string,
): Promise<(sku: string, day: number) => boolean> {
  const { rows } = await client.query<{ skus: string[]; first: string; last: string }>(
    `SELECT skus, (starts_at AT TIME ZONE 'UTC')::date::text AS first, (ends_at AT TIME ZONE 'UTC')::date::text AS last
     FROM promotion WHERE channel = $1 AND cancelled_at IS NULL`,
    [channel],
  );
  const spans = rows.map((row) => ({
    skus: new Set(row.skus),
    first: dayOfDate(row.first),
    last: dayOfDate(row.last),
  }));
  return (sku, day) => spans.some((span) => span.first <= day && day <= span.last && span.skus.has(sku));
}

interface KnownState {
  bucket: number;
  category: string;
  state: DemandState;
}

async function readStates(client: PoolClient, channel: string): Promise<Map<string, KnownState>> {
  const { rows } = await client.query<DemandStateRow & { category: string | null }>(
    `SELECT d.*, d.through::text AS through, s.category FROM demand_state d LEFT JOIN sku s ON s.sku = d.sku
     WHERE d.channel = $1`,
    [channel],
  );
  return new Map(
    rows.map((row) => [
      row.sku,
      { bucket: row.bucket, category: row.category ?? '', state: demandStateOf(row) },
    ]),
  );
}

function statesByCategory(states: ReadonlyMap<string, KnownState>): Map<string, DemandState[]> {
  const named = [...states.values()].filter(({ category }) => category !== '');
  const groups = groupBy(named, ({ category }) => category);
  return new Map(Array.from(groups, ([category, group]) => [category, group.map(({ state }) => state)]));
}

async function saveStates(
  client: PoolClient,
  channel: string,
  moved: readonly { bucket: number; sku: string; state: DemandState }[],
): Promise<void> {
  await client.query(
    `INSERT INTO demand_state (bucket, sku, channel, level, days, squared_error, expected, order_squares, order_units, through)
     SELECT bucket, sku, $1, level, days, squared_error, expected, order_squares, order_units, through
     FROM unnest($2::smallint[], $3::text[], $4::float8[], $5::float8[], $6::float8[], $7::float8[], $8::float8[],
                 $9::float8[], $10::date[])
       AS new (bucket, sku, level, days, squared_error, expected, order_squares, order_units, through)
     ON CONFLICT (bucket, sku, channel) DO UPDATE SET level = excluded.level, days = excluded.days,
       squared_error = excluded.squared_error, expected = excluded.expected,
       order_squares = excluded.order_squares, order_units = excluded.order_units, through = excluded.through`,
    [
      channel,
      moved.map(({ bucket }) => bucket),
      moved.map(({ sku }) => sku),
      moved.map(({ state }) => state.level),
      moved.map(({ state }) => state.days),
      moved.map(({ state }) => state.squaredError),
      moved.map(({ state }) => state.expected),
      moved.map(({ state }) => state.orderSquares),
      moved.map(({ state }) => state.orderUnits),
      moved.map(({ state }) => dateOfDay(state.through ?? 0)),
    ],
  );
}

async function saveChannel(
  client: PoolClient,
  channel: string,
  through: number,
  weekday: readonly number[],
  { outcomes, forecast, actual, absoluteError, covered }: Accuracy,
): Promise<void> {
  await client.query(
    `INSERT INTO demand_channel AS held (channel, through, weekday, outcomes, forecast, actual, absolute_error, covered)
     VALUES ($1, $2, $3, $4, $5, $6, $7, $8)
     ON CONFLICT (channel) DO UPDATE SET through = greatest(held.through, excluded.through),
       weekday = excluded.weekday, outcomes = held.outcomes + excluded.outcomes,
       forecast = held.forecast + excluded.forecast, actual = held.actual + excluded.actual,
       absolute_error = held.absolute_error + excluded.absolute_error, covered = held.covered + excluded.covered`,
    [channel, dateOfDay(through), [...weekday], outcomes, forecast, actual, absoluteError, covered],
  );
}
