import { expect, test } from 'vitest';
import { ageWords } from './age';

const now = Date.parse('2026-03-04T12:00:00Z');

test.each([
  ['2026-03-04T11:59:30Z', 'now'],
  ['2026-03-04T11:59:00Z', '1 min'],
  ['2026-03-04T11:00:00Z', '1 h'],
  ['2026-03-03T12:00:01Z', '23 h'],
  ['2026-03-01T12:00:00Z', '3 d'],
  // A clock that runs ahead.
  ['2026-03-04T12:05:00Z', 'now'],
])('%s was %s ago', (iso, words) => {
  expect(ageWords(iso, now)).toBe(words);
});
