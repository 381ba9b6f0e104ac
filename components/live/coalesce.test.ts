import { describe, expect, it } from 'vitest';
import { type Change, coalesce, invalidations_gap_ms_min } from './coalesce';

/** A clock that only moves when told to. */
function manual() {
  const flushed: Change[] = [];
  let due: { run: () => void; ms: number } | null = null;
  const gathered = coalesce(
    (change) => flushed.push(change),
    (run, ms) => {
      due = { run, ms };
      return () => {
        due = null;
      };
    },
  );
  const elapse = () => {
    const { run } = due ?? { run: () => undefined };
    due = null;
    run();
  };
  return { flushed, gathered, elapse, due: () => due };
}

describe('coalesce', () => {
  it('hands the first on at once and what follows together', () => {
    const { flushed, gathered, elapse, due } = manual();
    gathered.add({ skus: ['a'] });
    gathered.add({ skus: ['b'] });
    gathered.add({ skus: ['b', 'c'] });
    expect(flushed).toEqual([{ skus: ['a'] }]);
    expect(due()?.ms).toBe(invalidations_gap_ms_min);
    elapse();
    expect(flushed).toEqual([{ skus: ['a'] }, { skus: ['b', 'c'] }]);
  });

  it('is ready again at once after a quiet gap', () => {
    const { flushed, gathered, elapse, due } = manual();
    gathered.add({ skus: ['a'] });
    elapse();
    expect(due()).toBeNull();
    gathered.add({ skus: ['a'] });
    expect(flushed).toHaveLength(2);
  });

  it('turns very many into everything, and everything swallows the rest', () => {
    const { flushed, gathered, elapse } = manual();
    gathered.add('all');
    gathered.add({ skus: Array.from({ length: 51 }, (_, index) => `sku-${index}`) });
    elapse();
    gathered.add('all');
    gathered.add({ skus: ['a'] });
    elapse();
    expect(flushed).toEqual(['all', 'all', 'all']);
  });

  it('says nothing after it was stopped', () => {
    const { flushed, gathered, due } = manual();
    gathered.add({ skus: ['a'] });
    gathered.add({ skus: ['b'] });
    gathered.stop();
    expect(due()).toBeNull();
    expect(flushed).toHaveLength(1);
  });
});
