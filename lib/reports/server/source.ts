import type { ClientBase } from 'pg';
import type { ReportName, ReportRow, ReportValue } from '../report';

/** What a report is computed for. */
export interface ReportRange {
  from: Date;
  to: Date;
}

/**
 * Where a report's figures come from, as SQL. `$1` and `$2` are the range (after the first, up to the second), `$3` the
 * organisation's time zone, `$4` the decimals of each currency (JSON), `$5` the organisation's currency. Each statement
 * may use any of them.
 */
export interface SqlSource {
  report: ReportName;
  /** CTEs that all three may use, without WITH. */
  with?: string;
  /** A SELECT of `rank` (bigint: the highest comes first), `key` (unique) and the report's columns. */
  rows: string;
  /** A SELECT of one row: the report's totals. It may read `report_rows`. */
  totals: string;
  /** A SELECT of `x` and the chart's series, in order. It may read `report_rows`. */
  points: string | null;
}

export interface ComputedReport {
  rows: (ReportRow & { rank: number })[];
  totals: Record<string, ReportValue>;
  points: Record<string, ReportValue>[];
}

/** For what SQL cannot say well: everything at once. */
export interface ComputedSource {
  report: ReportName;
  compute: (client: ClientBase, range: ReportRange) => Promise<ComputedReport>;
}

export type ReportSource = SqlSource | ComputedSource;

/** Unit separator: cannot stand in a code, so that parts of a key never run together. */
export const part = ' || chr(31) || ';

/** SQL: the instant lies in the range. */
export const inRange = (column: string) => `${column} > $1::timestamptz AND ${column} <= $2::timestamptz`;
/** SQL: the same of a posting, with what lets the partitions before be left out: nothing is recorded much before it occurs. */
export const postedInRange = (table: string) =>
  `${inRange(`${table}.occurred_at`)} AND ${table}.recorded_at > $1::timestamptz - interval '1 hour'`;
/** SQL: the day of an instant in the organisation's zone, as 2026-03-01. */
export const dayOf = (column: string) => `to_char(${column} AT TIME ZONE $3::text, 'YYYY-MM-DD')`;
/** SQL: a part of a whole, NULL where there is nothing to be a part of. */
export const shareOf = (of: string, all: string) => `(${of})::float8 / nullif(${all}, 0)`;
/** SQL: a sum of money over rows that are all in the organisation's currency; others are left out. */
export const moneySum = (column: string) =>
  `coalesce(sum(${column}) FILTER (WHERE currency = $5::text), 0)::bigint`;
