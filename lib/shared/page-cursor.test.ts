import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { decodeCursor, encodeCursor, pageLimit, pageOf } from './page-cursor';

describe('page cursors', () => {
  it('come back as they were given', () => {
    fc.assert(
      fc.property(fc.string(), fc.maxSafeInteger(), (text, number) => {
        expect(decodeCursor(encodeCursor([text, number]), ['string', 'number'])).toEqual([text, number]);
      }),
    );
  });

  it.each(['', 'nonsense', encodeCursor(['a']), encodeCursor([1, 'a']), encodeCursor(['a', 1.5])])(
    'refuse %j by code',
    (cursor) => {
      expect(() => decodeCursor(cursor, ['string', 'number'])).toThrow(
        expect.objectContaining({ code: 'invalid_cursor' }),
      );
    },
  );

  it('are given only where there is more', () => {
    const page = (rows: number[]) =>
      pageOf(
        rows,
        2,
        (row) => row,
        (row) => [row],
      );
    expect(page([1, 2])).toEqual({ items: [1, 2] });
    expect(page([1, 2, 3])).toEqual({ items: [1, 2], next: encodeCursor([2]) });
  });

  it.each([
    [undefined, 100],
    [0, 1],
    [7, 7],
    [10_000, 1000],
  ])('a page of %s holds %s', (asked, given) => {
    expect(pageLimit(asked)).toBe(given);
  });
});
