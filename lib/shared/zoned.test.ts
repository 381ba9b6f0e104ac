import { expect, it } from 'vitest';
import { instantOfZoned, zonedOfInstant } from './zoned';

it('goes to a zone and back', () => {
  expect(zonedOfInstant('2026-03-01T10:00:00.000Z', 'Asia/Kolkata')).toBe('2026-03-01T15:30');
  expect(instantOfZoned('2026-03-01T15:30', 'Asia/Kolkata')).toBe('2026-03-01T10:00:00.000Z');
  // Summer time: two hours ahead, not one.
  expect(instantOfZoned('2026-07-01T12:00', 'Europe/Berlin')).toBe('2026-07-01T10:00:00.000Z');
});

it('takes nothing for what is not a time', () => {
  expect(instantOfZoned('', 'Asia/Kolkata')).toBeNull();
  expect(instantOfZoned('yesterday', 'Asia/Kolkata')).toBeNull();
  expect(zonedOfInstant('yesterday', 'Asia/Kolkata')).toBe('');
});
