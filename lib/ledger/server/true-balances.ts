import type { ClientBase, Pool } from 'pg';
import { bucketOf } from '../bucket';
import type { Balances } from '../states';
import { close_days_consumer } from './close-days';

/**
 * What was TRUE at an instant T, by the clock of occurrence, out of the daily rows that the closing consumer keeps, and
 * the postings that it has not taken in yet:
 *
 *   Σ days up to T's day − Σ of that day after T + Σ of the tail up to T
 *
 * Days up to T's day are whole, so what happened later on that same day is taken off again. That needs the recordings
 * from T on only, not those of the whole day: nothing is recorded before it occurs, but for clocks that differ
 * (`occurred_ahead_ms_max`; the proof checks that it holds). With a second bound K on what was known (`recorded_at ≤
 * K`), a day is whole only if all its recordings lie before K; the others are summed from their postings.
 * Cursor, daily rows and tail are read in one statement, so in one snapshot: no posting counts twice or not at all.
 */

/** How far `occurred_at` may lie after `recorded_at`: 15 minutes by contract, with room for clocks that differ. */
export const occurred_ahead_ms_max = 60 * 60 * 1000;
/** Beyond this lag the tail is read by position instead of by commit order. */
const tail_events_max = 2_000;

const states = ['available', 'committed', 'quality_control', 'damaged', 'incoming'] as const;
const sums = (sign: '' | '-') =>
  states.map((state) => `coalesce(${sign}sum(p.${state}_delta), 0) AS ${state}`).join(', ');
const position = 'p.bucket = k.bucket AND p.sku = k.sku AND p.node = k.node';
const notTaken = '(p.xid, p.sequence) > ((SELECT xid FROM taken_until), (SELECT sequence FROM taken_until))';
const taken = '(p.xid, p.sequence) <= ((SELECT xid FROM taken_until), (SELECT sequence FROM taken_until))';

/** Sums over the subqueries before: an aggregate inside a lateral join stays a probe with its bounds, whatever is planned. */
const again = states.map((state) => `coalesce(sum(s.${state}), 0) AS ${state}`).join(', ');

/** Whole days up to T's day; and between which recordings lies what that day itself holds, if it counts. */
const days = `
CROSS JOIN LATERAL (
  SELECT ${sums('')},
    min(p.first_recorded_at) FILTER (WHERE p.day = on_day.day) AS late_from,
    max(p.last_recorded_at) FILTER (WHERE p.day = on_day.day) AS late_until
  FROM position_day p
  WHERE ${position} AND p.day <= on_day.day AND p.last_recorded_at <= k.known_at
) days`;

/** What of T's day happened after T, where the whole day counts: no bound above, no probe. */
const late = `
CROSS JOIN LATERAL (
  SELECT ${sums('-')} FROM posting p
  WHERE ${position}
    AND p.recorded_at >= greatest(days.late_from, k.at - INTERVAL '${occurred_ahead_ms_max} milliseconds')
    AND p.recorded_at <= days.late_until
    AND p.occurred_at > k.at AND p.occurred_at < (on_day.day + 1)::timestamp AT TIME ZONE 'UTC'
    AND ${taken}
) late`;

/** What was known by K of the days that were not known whole by then. */
const partial = `
CROSS JOIN LATERAL (
  SELECT ${again} FROM (
    SELECT d.day, d.first_recorded_at FROM position_day d
    WHERE d.bucket = k.bucket AND d.sku = k.sku AND d.node = k.node AND d.day <= on_day.day
      AND d.first_recorded_at <= k.known_at AND d.last_recorded_at > k.known_at OFFSET 0
  ) d CROSS JOIN LATERAL (
    SELECT ${sums('')} FROM posting p
    WHERE ${position}
      AND p.recorded_at >= d.first_recorded_at AND p.recorded_at <= k.known_at
      AND p.occurred_at <= k.at
      AND p.occurred_at >= d.day::timestamp AT TIME ZONE 'UTC'
      AND p.occurred_at < (d.day + 1)::timestamp AT TIME ZONE 'UTC'
      AND ${taken}
  ) s
) partial`;

/** What the daily rows do not hold yet, while that is little: each event is looked at once, not once per position. */
const shortTail = `
tail_sums AS MATERIALIZED (
  SELECT k.ordinal, ${sums('')}
  FROM tail_events e
  JOIN keys k ON k.bucket = e.bucket AND k.sku = e.sku
  CROSS JOIN LATERAL (
    SELECT p.* FROM posting p
    WHERE ${position} AND p.recorded_at = e.recorded_at AND p.sequence = e.sequence LIMIT 1
  ) p
  WHERE (SELECT yes FROM short_tail) AND p.occurred_at <= k.at AND p.recorded_at <= k.known_at
  GROUP BY k.ordinal
)`;
/** The same of a position, when it is much. */
const longTail = `
LEFT JOIN tail_sums ON tail_sums.ordinal = k.ordinal
CROSS JOIN LATERAL (
  SELECT ${sums('')} FROM posting p
  WHERE NOT (SELECT yes FROM short_tail) AND ${position} AND ${notTaken}
    AND p.occurred_at <= k.at AND p.recorded_at <= k.known_at
) long_tail`;

/**
 * SQL for the balances as of an instant. `keysSql` selects (ordinal, bucket, sku, node, at, known_at): one row per
 * position and instant; `known_at` is 'infinity' where `bounded` is false. Yields ordinal, sku, node and one column per
 * state.
 */
export function trueBalancesSql(keysSql: string, bounded: boolean): string {
  const parts = bounded ? ['days', 'late', 'partial', 'long_tail'] : ['days', 'late', 'long_tail'];
  const totals = states.map(
    (state) =>
      `(${parts.map((part) => `${part}.${state}`).join(' + ')} + coalesce(tail_sums.${state}, 0))::bigint AS ${state}`,
  );
  return `
WITH keys AS MATERIALIZED (${keysSql}),
held AS MATERIALIZED (SELECT xid, sequence FROM consumer_cursor WHERE consumer = '${close_days_consumer}'),
taken_until AS MATERIALIZED (
  SELECT coalesce((SELECT xid FROM held), 0) AS xid, coalesce((SELECT sequence FROM held), 0) AS sequence
),
tail_events AS MATERIALIZED (
  SELECT p.bucket, p.sku, p.sequence, p.recorded_at FROM inventory_event p WHERE ${notTaken}
  ORDER BY p.xid, p.sequence LIMIT ${tail_events_max + 1}
),
short_tail AS MATERIALIZED (SELECT count(*) <= ${tail_events_max} AS yes FROM tail_events),${shortTail}
SELECT k.ordinal, k.sku, k.node, ${totals.join(', ')}
FROM keys k
CROSS JOIN LATERAL (SELECT (k.at AT TIME ZONE 'UTC')::date AS day) on_day${days}${late}${bounded ? partial : ''}${longTail}`;
}

export interface PositionInstant {
  sku: string;
  node: string;
  /** ISO 8601, or a Date. */
  at: string | Date;
}

export interface TrueBalance {
  sku: string;
  node: string;
  at: string | Date;
  /** Any may be negative while facts are late. */
  balances: Balances;
}

type TrueBalanceRow = { ordinal: number } & Record<(typeof states)[number], string>;

/**
 * The balances that were true at each position and instant, in the order asked, as far as `db`'s transaction sees:
 * the ledger's writer asks under its lock. A position that was never touched has zeros.
 */
export async function trueBalancesAt(
  db: ClientBase | Pool,
  keys: readonly PositionInstant[],
): Promise<TrueBalance[]> {
  if (keys.length === 0) return [];
  const { rows } = await db.query<TrueBalanceRow>(
    trueBalancesSql(
      `
      SELECT ordinal::int, bucket, sku, node, at, 'infinity'::timestamptz AS known_at
      FROM unnest($1::smallint[], $2::text[], $3::text[], $4::timestamptz[]) WITH ORDINALITY
        AS asked (bucket, sku, node, at, ordinal)`,
      false,
    ),
    [
      keys.map(({ sku }) => bucketOf(sku)),
      keys.map(({ sku }) => sku),
      keys.map(({ node }) => node),
      keys.map(({ at }) => new Date(at).toISOString()),
    ],
  );
  const byOrdinal = new Map(rows.map((row) => [Number(row.ordinal), balancesOf(row)]));
  return keys.map(({ sku, node, at }, index) => {
    const balances = byOrdinal.get(index + 1);
    if (balances === undefined) throw new Error(`no balance came back for ${sku} at ${node}`);
    return { sku, node, at, balances };
  });
}

/** Bigint columns come as text. Quantities stay far below 2^53. */
export function balancesOf(row: Record<(typeof states)[number], string>): Balances {
  return {
    available: Number(row.available),
    committed: Number(row.committed),
    quality_control: Number(row.quality_control),
    damaged: Number(row.damaged),
    incoming: Number(row.incoming),
  };
}
