import { organisation } from './organisation';

const minus = '−';
const units = new Intl.NumberFormat(organisation.locale, { maximumFractionDigits: 0 });
const days = new Intl.NumberFormat(organisation.locale, { maximumFractionDigits: 1 });
const dateTime = new Intl.DateTimeFormat(organisation.locale, {
  timeZone: organisation.timeZone,
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const stamp = new Intl.DateTimeFormat(organisation.locale, {
  timeZone: organisation.timeZone,
  day: '2-digit',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});
const minute = new Intl.DateTimeFormat(organisation.locale, {
  timeZone: organisation.timeZone,
  day: '2-digit',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});
const day = new Intl.DateTimeFormat(organisation.locale, {
  timeZone: organisation.timeZone,
  day: 'numeric',
  month: 'long',
  year: 'numeric',
});
const zone = new Intl.DateTimeFormat('en-IN', { timeZone: organisation.timeZone, timeZoneName: 'short' });

const percent = new Intl.NumberFormat(organisation.locale, { style: 'percent', maximumFractionDigits: 1 });

/** Whole units in the organisation's grouping (1,23,45,678) with a true minus sign. */
export function formatUnits(quantity: number): string {
  return units.format(quantity).replace('-', minus);
}

/** A change: +40, −3, 0. */
export function formatDelta(quantity: number): string {
  return quantity > 0 ? `+${formatUnits(quantity)}` : formatUnits(quantity);
}

/** A share of one, as a percentage with at most one decimal: 0.985 is 98.5%. */
export function formatPercent(share: number): string {
  return percent.format(share);
}

/** An instant in the organisation's zone, without the zone's name: print `zoneName` once beside the column. */
export function formatInstant(iso: string): string {
  return dateTime.format(new Date(iso)).replace(',', '');
}

/** As `formatInstant`, with the year: where what is shown may be old. */
export function formatStamp(iso: string): string {
  return stamp.format(new Date(iso)).replace(',', '');
}

/** As `formatInstant`, to the minute. */
export function formatMinute(iso: string): string {
  return minute.format(new Date(iso)).replace(',', '');
}

export function formatDay(iso: string): string {
  return day.format(new Date(iso));
}

/** A stretch of days to a tenth below ten, else whole: "3.5 days", "1 day", "42 days". */
export function formatDays(stretch: number): string {
  const rounded = stretch < 10 ? Math.round(stretch * 10) / 10 : Math.round(stretch);
  return `${days.format(rounded)} ${rounded === 1 ? 'day' : 'days'}`;
}

/** A rate to a tenth: 0.3, 12. */
export function formatRate(rate: number): string {
  return days.format(rate);
}

/** The zone of the organisation as people write it: IST, GMT+1. */
export const zoneName =
  zone.formatToParts(new Date(0)).find((part) => part.type === 'timeZoneName')?.value ??
  organisation.timeZone;

const moneyFormats = new Map<string, { format: Intl.NumberFormat; digits: number }>();

/** Money in minor units of its currency: 19950 INR is ₹199.50. */
export function formatMoney(minor: number, currency: string): string {
  let known = moneyFormats.get(currency);
  if (known === undefined) {
    const format = new Intl.NumberFormat(organisation.locale, { style: 'currency', currency });
    known = { format, digits: format.resolvedOptions().maximumFractionDigits ?? 2 };
    moneyFormats.set(currency, known);
  }
  return known.format.format(minor / 10 ** known.digits).replace('-', minus);
}
