import { expect, test } from 'vitest';
import { nextWithin, type WorkingHours, workingHoursSchema } from './working-hours';

const weekdays: WorkingHours = {
  timeZone: 'Asia/Kolkata',
  days: [1, 2, 3, 4, 5],
  from: '09:00',
  until: '18:00',
  criticalAlways: true,
};

test.each([
  ['within', '2026-03-06T12:29:00Z', '2026-03-06T12:29:00Z'],
  ['at the end: Monday', '2026-03-06T12:30:00Z', '2026-03-09T03:30:00Z'],
  ['before it begins', '2026-03-06T01:00:00Z', '2026-03-06T03:30:00Z'],
  ['on a Saturday', '2026-03-07T08:00:00Z', '2026-03-09T03:30:00Z'],
  ['late on a Sunday, when it is Monday there', '2026-03-08T20:00:00Z', '2026-03-09T03:30:00Z'],
])('%s', (_, at, expected) => {
  expect(nextWithin(weekdays, new Date(at))).toEqual(new Date(expected));
});

test('a day that is an hour short keeps its times', () => {
  const berlin = { ...weekdays, timeZone: 'Europe/Berlin', days: [7] };
  // Clocks go forward on 29 March 2026.
  expect(nextWithin(berlin, new Date('2026-03-28T12:00:00Z'))).toEqual(new Date('2026-03-29T07:00:00Z'));
});

test.each([
  [{ timeZone: 'Nowhere/City' }, 'timeZone'],
  [{ days: [] }, 'days'],
  [{ from: '9:00' }, 'from'],
  [{ from: '18:00', until: '18:00' }, 'until'],
])('%o is refused at %s', (fields, field) => {
  const parsed = workingHoursSchema.safeParse({ ...weekdays, ...fields });
  expect(parsed.error?.issues.map(({ path }) => path[0])).toContain(field);
});
