import { organisation } from '@/lib/shared/organisation';
import { instantOfZoned } from '@/lib/shared/zoned';

const iso = /^\d{4}-\d{2}-\d{2}T.*(?:Z|[+-]\d{2}:?\d{2})$/;
const yearFirst = /^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?$/;
const dayFirst = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})(?:[T ](\d{1,2}):(\d{2})(?::\d{2})?)?$/;

/**
 * A time as a spreadsheet writes it, in UTC; null where it is none. Without a zone it is the organisation's; the day
 * stands before the month (01/02/2026 is the first of February); a day alone begins at midnight.
 */
export function parseInstant(cell: string): string | null {
  if (iso.test(cell)) {
    const at = new Date(cell);
    return Number.isNaN(at.getTime()) ? null : at.toISOString();
  }
  const first = yearFirst.exec(cell);
  const [year, month, day, hour, minute] =
    first !== null
      ? first.slice(1)
      : (([d, m, y, h, n]) => [y, m, d, h, n])(dayFirst.exec(cell)?.slice(1) ?? []);
  if (year === undefined || month === undefined || day === undefined) return null;
  const two = (part: string | undefined) => (part ?? '0').padStart(2, '0');
  const [numberOfMonth, numberOfDay] = [Number(month), Number(day)];
  if (numberOfMonth < 1 || numberOfMonth > 12 || numberOfDay < 1) return null;
  if (numberOfDay > new Date(Date.UTC(Number(year), numberOfMonth, 0)).getUTCDate()) return null;
  if (Number(hour ?? 0) > 23 || Number(minute ?? 0) > 59) return null;
  return instantOfZoned(
    `${year}-${two(month)}-${two(day)}T${two(hour)}:${two(minute)}`,
    organisation.timeZone,
  );
}
