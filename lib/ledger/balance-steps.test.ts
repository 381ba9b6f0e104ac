import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { balanceSteps } from './balance-steps';

const posting = (sequence: number, changes: Record<string, number>) => ({
  sequence,
  occurredAt: `2026-03-01T10:00:0${sequence}.000Z`,
  type: 'adjustment',
  node: 'WH',
  changes,
});

describe('balance steps', () => {
  it('lead to the present, in the order things happened', () => {
    const { before, steps } = balanceSteps({ available: 7, onHand: 9 }, [
      posting(3, { available: -2, committed: 2 }),
      posting(1, { available: 4 }),
      posting(2, { damaged: 1, incoming: -1 }),
    ]);
    expect(before).toEqual({ available: 5, onHand: 4 });
    expect(steps.map(({ sequence, available, onHand }) => [sequence, available, onHand])).toEqual([
      [1, 9, 8],
      [2, 9, 9],
      [3, 7, 9],
    ]);
  });

  it('begin at what there was, whatever moved', () => {
    const delta = fc.integer({ min: -50, max: 50 });
    fc.assert(
      fc.property(fc.array(fc.record({ available: delta, committed: delta }), { maxLength: 9 }), (moves) => {
        const sum = (of: (move: { available: number; committed: number }) => number) =>
          moves.reduce((all, move) => all + of(move), 0);
        const present = {
          available: 100 + sum((m) => m.available),
          onHand: 200 + sum((m) => m.available + m.committed),
        };
        const postings = moves.map((move, index) => posting(index, move)).reverse();
        expect(balanceSteps(present, postings).before).toEqual({ available: 100, onHand: 200 });
      }),
    );
  });
});
