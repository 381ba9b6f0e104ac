import { expect, test, vi } from 'vitest';
import { compare } from './compare';

vi.setConfig({ testTimeout: 180_000 });

/**
 * Some rows of the table that `npm run simulate -- --scenario all --policy strict --seed 1001 --seeds 24` makes, on
 * seeds that nothing was tuned on. `fill` is what the design was measured at; ours may fall a point short of it.
 */
const rows: [scenario: string, seeds: number, fill: number][] = [
  ['flashSurprise', 1, 99.88],
  ['flashAmazon', 1, 99.89],
  ['dupReorder', 1, 99.91],
  ['lastUnits', 1, 100],
  ['article', 1, 100],
];

test.each(rows)(
  'strict on %s: nothing oversold, as full as it should be, few pushes',
  (scenario, seeds, fill) => {
    const strict = compare(scenario, 'strict', { firstSeed: 1001, seeds });
    expect(strict.oversoldTotal).toBe(0);
    expect(strict.fillPercent).toBeGreaterThanOrEqual(fill - 1);
    expect(strict.pushes).toBeLessThanOrEqual(60);
  },
);

test('eight units for five channels: the escrow loses little by its caution, the bounded risk next to nothing', () => {
  const [strict, bounded] = (['strict', 'bounded'] as const).map((policy) =>
    compare('small8', policy, { firstSeed: 1001, seeds: 10 }),
  );
  expect(strict).toMatchObject({ oversoldTotal: 0 });
  expect(strict?.fillPercent).toBeGreaterThanOrEqual(85);
  expect(bounded?.fillPercent).toBeGreaterThanOrEqual(95);
  expect(bounded?.pushes).toBeLessThanOrEqual(60);
});
