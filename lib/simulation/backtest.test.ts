import { expect, test, vi } from 'vitest';
import { readOnlineRetail } from '@/prisma/seed/online-retail';
import { backtest } from './backtest';
import { realHistories } from './real-orders';
import { type RecordedHistory, replayOf } from './replay';

vi.setConfig({ testTimeout: 120_000 });

const day_ms = 86_400_000;
/** A Tuesday. */
const from = Date.UTC(2026, 9, 6);
const known = { level: 4, dispersion: 1.5, orderDispersion: 1.2, weekday: [1, 2, 1, 1, 1, 1, 0] };
const history: RecordedHistory = {
  sku: 'A',
  from,
  to: from + 2 * day_ms,
  openingUnits: 6,
  supply: [
    { at: from - 1, units: 50 },
    { at: from + day_ms, units: 2 },
  ],
  orders: [
    { at: from + 2 * 3_600_000, channel: 'web', units: 3 },
    { at: from + 3_600_000, channel: 'app', units: 1 },
    { at: from + 30 * 3_600_000, channel: 'web', units: 2 },
    { at: from + 2 * day_ms, channel: 'web', units: 9 },
  ],
  channels: [
    { channel: 'app', weight: 500, pollSeconds: 20, known },
    { channel: 'web', weight: 1_000, pollSeconds: null, known: { ...known, level: 12 } },
  ],
};

test('a stretch of history is played with its own customers, stock and supply, and nothing from outside of it', () => {
  const { scenario, arrivals } = replayOf(history, { stockShare: null });
  expect(arrivals).toEqual([
    { at: 3_600_000, channel: 'app', units: 1 },
    { at: 7_200_000, channel: 'web', units: 3 },
    { at: 108_000_000, channel: 'web', units: 2 },
  ]);
  expect(scenario).toMatchObject({
    stockUnits: 6,
    durationSeconds: 172_800,
    meanDailyUnits: 16,
    supply: [{ atSecond: 86_400, units: 2 }],
  });
  expect(
    scenario.channels.map(({ demandShare, netRevenueWeight }) => [demandShare, netRevenueWeight]),
  ).toEqual([
    [0.25, 0.5],
    [0.75, 1],
  ]);
  // The clock of a scenario begins on a Thursday, which here stands for the Tuesday.
  expect(scenario.channels[0]?.known?.weekday).toEqual([1, 0, 1, 2, 1, 1, 1]);
  expect(replayOf(history, { stockShare: 0.5 }).scenario).toMatchObject({ stockUnits: 3, supply: [] });
});

test('the same seed gives the same numbers, and more demand is more demand', () => {
  const played = (demand: number, seed = 3) =>
    backtest('history', [history, history], 'strict', {
      firstSeed: seed,
      seeds: 2,
      stockShare: null,
      altered: { demand, delay: 1, outageMinutes: 0 },
    });
  expect(played(1)).toEqual(played(1));
  expect(played(1)).toMatchObject({ skus: 2, seeds: 2, oversoldTotal: 0 });
  expect(played(3).revenue).toBeGreaterThan(played(1).revenue);
});

test('real orders of a season, stock for nine tenths of them: strict sells all but 1.5 % and oversells nothing', async () => {
  const orders = (await readOnlineRetail())
    .filter(({ units }) => units > 0)
    .map(({ at, sku, units, known: isKnown }) => ({
      at: Date.parse(at),
      sku,
      units,
      channel: isKnown ? 'wholesale' : 'webshop',
    }));
  const histories = realHistories(orders, { seed: 11, count: 2, days: 56 });
  const played = (policy: 'strict' | 'fixedSplit') =>
    backtest('real', histories, policy, { firstSeed: 11, seeds: 1, stockShare: 0.9 });
  const strict = played('strict');
  expect(strict).toMatchObject({ skus: 2, oversoldTotal: 0 });
  expect(strict.fillPercent).toBeGreaterThanOrEqual(98.5);
  expect(strict.pushesMost).toBeLessThanOrEqual(60);
  expect(played('fixedSplit').fillPercent).toBeLessThan(strict.fillPercent);
});
