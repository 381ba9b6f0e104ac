import { TZDate } from '@date-fns/tz';

const typed = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2})/;

/** "2026-03-01T15:30" in the zone, as a date-and-time input wants it. */
export function zonedOfInstant(iso: string, zone: string): string {
  const instant = new TZDate(iso, zone);
  if (Number.isNaN(instant.getTime())) return '';
  const [year, ...rest] = [
    instant.getFullYear(),
    instant.getMonth() + 1,
    instant.getDate(),
    instant.getHours(),
    instant.getMinutes(),
  ];
  const [month, day, hour, minute] = rest.map((part) => String(part).padStart(2, '0'));
  return `${String(year).padStart(4, '0')}-${month}-${day}T${hour}:${minute}`;
}

/** The instant of what was typed in the zone, in UTC; null where it is not a date and time. */
export function instantOfZoned(text: string, zone: string): string | null {
  const parts = typed.exec(text);
  if (parts === null) return null;
  const [year = 0, month = 1, day = 1, hour = 0, minute = 0] = parts.slice(1).map(Number);
  const instant = new TZDate(year, month - 1, day, hour, minute, 0, zone);
  return Number.isNaN(instant.getTime()) ? null : new Date(instant.getTime()).toISOString();
}
