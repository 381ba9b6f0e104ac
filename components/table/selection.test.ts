import { describe, expect, it } from 'vitest';
import {
  isSelected,
  nothingSelected,
  type Selection,
  selectedCount,
  toggleInSight,
  toggleRow,
} from './selection';

const inSight = ['a', 'b', 'c'];
const matching: Selection = { kind: 'matching', query: 'status=open', count: 812, capped: false };

describe('a selection', () => {
  it('turns single rows on and off', () => {
    const one = toggleRow(nothingSelected, 'b', inSight);
    expect([isSelected(one, 'a'), isSelected(one, 'b'), selectedCount(one)]).toEqual([false, true, 1]);
    expect(selectedCount(toggleRow(one, 'b', inSight))).toBe(0);
  });

  it('of all that match falls back to the rows in sight without the one turned off', () => {
    expect(selectedCount(matching)).toBe(812);
    expect(isSelected(matching, 'never loaded')).toBe(true);
    expect(toggleRow(matching, 'b', inSight)).toEqual({ kind: 'rows', keys: new Set(['a', 'c']) });
  });

  it('takes the whole page where a part is on, and nothing where all is', () => {
    const some = toggleRow(nothingSelected, 'b', inSight);
    const all = toggleInSight(some, inSight);
    expect(selectedCount(all)).toBe(3);
    expect(toggleInSight(all, inSight)).toEqual(nothingSelected);
    expect(toggleInSight(matching, inSight)).toEqual(nothingSelected);
  });
});
