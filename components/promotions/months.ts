import { organisation } from '@/lib/shared/organisation';
import { instantOfZoned, zonedOfInstant } from '@/lib/shared/zoned';

/** A month of the organisation's calendar: "2026-11". */
export type Month = string;

export function isMonth(text: string): text is Month {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(text);
}

export function monthOf(iso: string): Month {
  return zonedOfInstant(iso, organisation.timeZone).slice(0, 7);
}

export function monthLater(month: Month, months: number): Month {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const index = year * 12 + number - 1 + months;
  return `${String(Math.floor(index / 12)).padStart(4, '0')}-${String((index % 12) + 1).padStart(2, '0')}`;
}

/** Midnights of its days and of the day after its last, as instants (ISO). */
export function daysOfMonth(month: Month): string[] {
  const [year = 0, number = 1] = month.split('-').map(Number);
  const days = new Date(Date.UTC(year, number, 0)).getUTCDate();
  const midnight = (of: Month, day: number) =>
    instantOfZoned(`${of}-${String(day).padStart(2, '0')}T00:00`, organisation.timeZone) ?? '';
  return [
    ...Array.from({ length: days }, (_, index) => midnight(month, index + 1)),
    midnight(monthLater(month, 1), 1),
  ];
}

export interface Bar {
  /** Parts of the month, 0 … 1. */
  from: number;
  to: number;
  /** The row within the lane; those that run at one time stand below each other. */
  row: number;
}

/** Where each stretch lies in a month, packed into as few rows as they need, in their order of start. */
export function barsOf<T extends { startsAt: string; endsAt: string }>(
  stretches: readonly T[],
  days: readonly string[],
): (Bar & { of: T })[] {
  const [start, end] = [Date.parse(days[0] ?? ''), Date.parse(days.at(-1) ?? '')];
  const part = (iso: string) => Math.min(1, Math.max(0, (Date.parse(iso) - start) / (end - start)));
  const freeFrom: number[] = [];
  return [...stretches]
    .sort((a, b) => Date.parse(a.startsAt) - Date.parse(b.startsAt))
    .map((of) => {
      const [from, to] = [part(of.startsAt), part(of.endsAt)];
      const found = freeFrom.findIndex((free) => free <= from);
      const row = found === -1 ? freeFrom.length : found;
      freeFrom[row] = to;
      return { of, from, to, row };
    });
}
