import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { steadyRows } from './steady-rows';

interface Row {
  key: string;
  units: number;
}
const row = (key: string, units = 0): Row => ({ key, units });
const keyOf = ({ key }: Row) => key;
const keys = (rows: readonly Row[]) => rows.map(keyOf).join('');

describe('steady rows', () => {
  it('show the answer as it is while nobody is on them', () => {
    const { rows, waiting } = steadyRows([row('a'), row('b')], [row('c'), row('a')], keyOf, false);
    expect([keys(rows), waiting]).toEqual(['ca', 0]);
  });

  it('keep places and take new values while somebody is', () => {
    const { rows, waiting, gone } = steadyRows(
      [row('a', 1), row('b', 2), row('c', 3)],
      [row('new', 9), row('c', 30), row('a', 10)],
      keyOf,
      true,
    );
    expect(rows).toEqual([row('a', 10), row('b', 2), row('c', 30)]);
    expect(waiting).toBe(1);
    expect([...gone]).toEqual(['b']);
  });

  it('append the next page', () => {
    const { rows, waiting } = steadyRows(
      [row('a'), row('b')],
      ['n', 'a', 'b', 'c', 'd'].map((k) => row(k)),
      keyOf,
      true,
    );
    expect([keys(rows), waiting]).toEqual(['abcd', 1]);
  });

  it('never move a row in sight, whatever comes', () => {
    const page = fc.uniqueArray(fc.constantFrom(...'abcdefgh'), { minLength: 1 });
    fc.assert(
      fc.property(page, page, (before, after) => {
        const { rows } = steadyRows(
          before.map((k) => row(k)),
          after.map((k) => row(k)),
          keyOf,
          true,
        );
        expect(keys(rows).startsWith(before.join(''))).toBe(true);
        expect(new Set(rows.map(keyOf)).size).toBe(rows.length);
      }),
    );
  });
});
