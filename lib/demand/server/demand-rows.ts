import type { DemandState } from '../learn';

export interface DemandStateRow {
  bucket: number;
  sku: string;
  channel: string;
  level: number;
  days: number;
  squared_error: number;
  expected: number;
  order_squares: number;
  order_units: number;
  /** ISO date. */
  through: string;
}

const day_ms = 86_400_000;

/** Days since 1970 (UTC) of an ISO date, and back. */
export function dayOfDate(date: string): number {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / day_ms);
}

export function dateOfDay(day: number): string {
  return new Date(day * day_ms).toISOString().slice(0, 10);
}

export function demandStateOf(row: DemandStateRow): DemandState {
  return {
    level: row.level,
    days: row.days,
    squaredError: row.squared_error,
    expected: row.expected,
    orderSquares: row.order_squares,
    orderUnits: row.order_units,
    through: dayOfDate(row.through),
  };
}
