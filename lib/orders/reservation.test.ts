import { describe, expect, it } from 'vitest';
import { newReservationSchema, statusOfReservation } from './reservation';

const now = new Date('2026-03-01T10:00:00Z');
const before = new Date('2026-03-01T09:59:59Z');
const after = new Date('2026-03-01T10:00:01Z');
const held = { held: 1, committed: 0 };
const committed = { held: 0, committed: 1 };
const gone = { held: 0, committed: 0 };

describe('statusOfReservation', () => {
  it.each([
    ['held', [held, committed], after, false, 'held'],
    ['without end', [held], null, false, 'held'],
    ['past its time', [held], before, false, 'expired'],
    ['at its time', [held], now, false, 'expired'],
    ['taken by its order', [committed, gone], before, true, 'committed'],
    ['given back', [gone], before, false, 'released'],
    ['given back by its time', [gone], before, true, 'expired'],
  ] as const)('%s', (_name, lines, expiresAt, byExpiry, status) => {
    expect(statusOfReservation(lines, expiresAt, now, byExpiry)).toBe(status);
  });
});

describe('newReservationSchema', () => {
  const parse = (lines: unknown[], rest = {}) =>
    newReservationSchema.safeParse({ channel: 'web', order: 'o', lines, ...rest });

  it('numbers lines and refuses the same line twice', () => {
    expect(
      parse([
        { sku: 'A', quantity: 1 },
        { sku: 'A', quantity: 1 },
      ]).success,
    ).toBe(true);
    expect(
      parse([
        { sku: 'A', quantity: 1 },
        { line: '1', sku: 'B', quantity: 1 },
      ]).success,
    ).toBe(false);
    expect(
      parse([
        { sku: 'A', quantity: 1 },
        { line: '1', channel: 'shop', sku: 'B', quantity: 1 },
      ]).success,
    ).toBe(true);
  });

  it('has a time to live of 15 minutes, at most a day', () => {
    expect(parse([{ sku: 'A', quantity: 1 }]).data?.ttlSeconds).toBe(900);
    expect(parse([{ sku: 'A', quantity: 1 }], { ttlSeconds: 86_400 }).success).toBe(true);
    for (const ttlSeconds of [0, -1, 1.5, 86_401])
      expect(parse([{ sku: 'A', quantity: 1 }], { ttlSeconds }).success).toBe(false);
    expect(parse([]).success).toBe(false);
  });
});
