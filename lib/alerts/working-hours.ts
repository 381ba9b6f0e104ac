import { TZDate } from '@date-fns/tz';
import { z } from 'zod';

const clock = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'must be a time such as 09:00');

/** When somebody wants to be told: on these days (1 Monday to 7 Sunday) from one time to another, in a zone. */
export const workingHoursSchema = z
  .strictObject({
    timeZone: z.string().max(64).refine(isZone, 'must be a time zone such as Asia/Kolkata'),
    days: z.array(z.int().min(1).max(7)).min(1, 'must be given').max(7),
    from: clock,
    until: clock,
    /** What is critical does not wait. */
    criticalAlways: z.boolean(),
  })
  .refine(({ from, until }) => from < until, { message: 'must lie after from', path: ['until'] });
export type WorkingHours = z.output<typeof workingHoursSchema>;

/**
 * The instant itself where it lies within the hours, else when they begin next. Worked, 09:00 to 18:00 on weekdays: Friday
 * 17:59 stays, Friday 18:00 becomes Monday 09:00. `until` is not within.
 */
export function nextWithin({ timeZone, days, from, until }: WorkingHours, at: Date): Date {
  const local = new TZDate(at.getTime(), timeZone);
  for (let ahead = 0; ahead <= 7; ahead++) {
    const day = new TZDate(local.getFullYear(), local.getMonth(), local.getDate() + ahead, timeZone);
    if (!days.includes(day.getDay() === 0 ? 7 : day.getDay())) continue;
    const begins = onDay(day, from, timeZone);
    const ends = onDay(day, until, timeZone);
    if (at.getTime() >= ends) continue;
    return new Date(Math.max(at.getTime(), begins));
  }
  return at;
}

function onDay(day: TZDate, time: string, timeZone: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return new TZDate(day.getFullYear(), day.getMonth(), day.getDate(), hour, minute, 0, timeZone).getTime();
}

function isZone(text: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: text });
    return true;
  } catch {
    return false;
  }
}
