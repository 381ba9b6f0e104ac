import betainc from '@stdlib/math-base-special-betainc';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { accuracy_none, figuresOf, isDrifting, scored } from './accuracy';
import { backfill, ChannelCalendar } from './backfill';
import { demandOver, expectedBetween, unknownForecast, weekdayOf } from './forecast';
import { dispersionOfDays, dispersionOfOrders, learnDay, startDemand } from './learn';
import { dispersionOf, steady } from './predictive';
import { prior_unknown, priorOf } from './prior';
import { holdBackLeft, overlapsOf, type Promotion, uplift_prior, upliftAt, upliftsFor } from './promotions';
import { advancePulse, certaintyOf, multiplierOf, pulsedMean, startPulse } from './pulse';
import { Tails, TailsCache } from './tails';
import { markClosedDays, weekdayFactors, weekdayOfDay } from './weekday';

const hour = 3_600_000;
const day = 24 * hour;
const monday = Date.UTC(2026, 10, 2);
const anyDemand = fc
  .record({
    log: fc.double({ min: -4, max: 9, noNaN: true }),
    phi: fc.double({ min: 1.05, max: 40, noNaN: true }),
  })
  .map(({ log, phi }) => ({ mean: Math.exp(log), variance: Math.exp(log) * phi }));

describe('tails', () => {
  test('agree with the incomplete beta function over all sizes, in whatever order they are asked', () => {
    fc.assert(
      fc.property(
        anyDemand,
        fc.array(fc.double({ min: 0, max: 3, noNaN: true }), { maxLength: 6 }),
        (demand, places) => {
          const tails = new Tails(demand);
          const phi = dispersionOf(demand);
          for (const place of [...places, 0, 1, 2]) {
            const x = Math.round(place * demand.mean) + 1;
            const expected = betainc(1 - 1 / phi, x, demand.mean / (phi - 1), true, false);
            expect(Math.abs(tails.at(x) - expected)).toBeLessThan(1e-9);
          }
        },
      ),
      { numRuns: 300 },
    );
  }, 30_000);

  test('fall from 1 to 0, sum to the mean, and the quantile is where they say', () => {
    fc.assert(
      fc.property(anyDemand, fc.constantFrom(0.01, 0.5, 0.9, 0.99, 0.995), (demand, level) => {
        const tails = new Tails(demand);
        expect(tails.at(0)).toBe(1);
        let before = 1;
        for (let x = 1; x < 60; x++) {
          expect(tails.at(x)).toBeLessThanOrEqual(before);
          before = tails.at(x);
        }
        expect(tails.expectedSales(400_000) / demand.mean).toBeCloseTo(1, 6);
        const x = tails.quantile(level);
        expect(1 - tails.at(x + 1)).toBeGreaterThanOrEqual(level - 1e-12);
        if (x > 0) expect(1 - tails.at(x)).toBeLessThan(level + 1e-12);
      }),
      { numRuns: 100 },
    );
  }, 30_000);

  test('nothing is expected of nothing, and a demand too wide for a table is still answered', () => {
    expect(new Tails({ mean: 0, variance: 0 }).at(1)).toBe(0);
    expect(new Tails({ mean: 0, variance: 0 }).quantile(0.99)).toBe(0);
    const wide = new Tails({ mean: 200_000, variance: 200_000 ** 2 / 12 });
    expect(wide.at(200_000)).toBeGreaterThan(0.4);
    expect(wide.at(200_000)).toBeLessThan(0.5);
    expect(wide.quantile(0.99)).toBeGreaterThan(350_000);
  });

  test('the grid keeps a demand within half a percent, and small moves on one point of it', () => {
    fc.assert(
      fc.property(anyDemand, (demand) => {
        const on = steady(demand);
        expect(Math.abs(on.mean / demand.mean - 1)).toBeLessThan(0.0051);
        expect(steady(on).mean).toBeCloseTo(on.mean, 9);
      }),
    );
    const cache = new TailsCache(1);
    const first = cache.of({ mean: 1, variance: 2 });
    cache.of({ mean: 2, variance: 2 });
    expect(cache.of({ mean: 1, variance: 2 })).toBe(first);
    cache.of({ mean: 3, variance: 3 });
    cache.of({ mean: 4, variance: 4 });
    expect(cache.of({ mean: 1, variance: 2 })).not.toBe(first);
  });
});

describe('learning', () => {
  const prior = { level: 2, dispersion: 1.5, orderDispersion: 1.5 };
  const learned = { ...startDemand(prior), days: 1000 };
  const plain = { day: 20_000, units: 4, open: 1, factor: 1, promoted: false };

  test('a day moves the level by a twentieth of its surprise, half a day by what it could show', () => {
    expect(learnDay(learned, plain).level).toBeCloseTo(2.1, 12);
    expect(learnDay(learned, { ...plain, open: 0.5 }).level).toBeCloseTo(2.15, 12);
    expect(learnDay(learned, { ...plain, factor: 2 }).level).toBeCloseTo(2, 12);
  });

  test('closed, sold out and promoted days teach nothing', () => {
    for (const fields of [{ open: 0 }, { factor: 0 }, { promoted: true }])
      expect(learnDay(learned, { ...plain, ...fields })).toEqual({ ...learned, through: 20_000 });
  });

  test('first days count more, and dispersion follows the errors', () => {
    expect(learnDay(startDemand(prior), plain).level).toBeCloseTo(2 + 2 / 8, 12);
    let state = startDemand(prior);
    for (let at = 0; at < 400; at++)
      state = learnDay(state, {
        ...plain,
        day: at,
        units: at % 10 === 0 ? 30 : 0,
        orderSquares: at % 10 === 0 ? 900 : 0,
      });
    expect(state.level).toBeGreaterThan(2);
    expect(state.level).toBeLessThan(4);
    expect(dispersionOfDays(state)).toBeGreaterThan(20);
    expect(dispersionOfOrders(state)).toBeCloseTo(30, 0);
  });

  test('weekdays come from the whole catalogue; a weekday that is always closed has no demand', () => {
    const days = markClosedDays(
      Array.from({ length: 70 }, (_, at) => ({
        day: at,
        units: [100, 100, 100, 100, 200, 0, 40][weekdayOfDay(at)] ?? 0,
      })),
    );
    const factors = weekdayFactors(days, 70);
    expect(factors[5]).toBe(0);
    expect((factors[4] ?? 0) / (factors[0] ?? 1)).toBeCloseTo(1.77, 1);
    expect(factors.reduce((sum, factor) => sum + factor, 0)).toBeCloseTo(6, 9);
    expect(weekdayFactors([], 70)).toEqual([1, 1, 1, 1, 1, 1, 1]);
    expect(weekdayFactors(days, 0)).toEqual([1, 1, 1, 1, 1, 1, 1]);
  });

  test('a history is learned as day by day, foreseeing each day from those before', () => {
    const calendar = new ChannelCalendar([]);
    const history = Array.from({ length: 200 }, (_, at) => ({ day: at, units: 3, orderSquares: 3 }));
    const { state, accuracy } = backfill(history, calendar, prior, 199);
    expect(state.level).toBeCloseTo(3, 1);
    expect(state.through).toBe(199);
    expect(accuracy.outcomes).toBe(200 - 28);
    expect(figuresOf(accuracy)).toMatchObject({ coverage: 1 });
    const soldOut = history.map((entry) => (entry.day >= 100 ? { ...entry, units: 0, open: 0 } : entry));
    expect(backfill(soldOut, calendar, prior, 199).state.level).toBeGreaterThan(2.9);
  });

  test('a new SKU is expected to sell as its category does, else a unit a day', () => {
    const state = (level: number, days = 60) => ({ ...startDemand({ ...prior, level }), days });
    expect(priorOf([state(3), state(5), state(90, 2)])).toEqual(prior_unknown);
    const of = priorOf([state(2), state(4), state(6)]);
    expect(of.level).toBeCloseTo(4, 12);
    expect(of.dispersion).toBeCloseTo(1.5 + 8 / 3 / 4, 12);
  });

  test('accuracy: bias, WAPE and coverage, and what counts as drifting', () => {
    const demand = { mean: 2, variance: 3 };
    const tails = new Tails(demand);
    const four = [0, 2, 4, 40].reduce((sums, actual) => scored(sums, demand, actual, tails), accuracy_none);
    expect(figuresOf(four)).toEqual({ bias: (8 - 46) / 46, wape: 42 / 46, coverage: 0.75 });
    expect(isDrifting(four)).toBe(false);
    expect(isDrifting({ outcomes: 200, forecast: 150, actual: 100, absoluteError: 90, covered: 199 })).toBe(
      true,
    );
    expect(isDrifting({ outcomes: 200, forecast: 101, actual: 100, absoluteError: 90, covered: 180 })).toBe(
      true,
    );
    expect(isDrifting({ outcomes: 200, forecast: 101, actual: 100, absoluteError: 90, covered: 198 })).toBe(
      false,
    );
    expect(figuresOf(accuracy_none)).toEqual({ bias: null, wape: null, coverage: null });
  });
});

describe('the pulse of today', () => {
  test('by hand: 20 came where 5 were expected', () => {
    const pulse = advancePulse(startPulse(monday), { watermark: monday + hour, came: 20, expected: 5 });
    expect(multiplierOf(pulse, 1)).toBeCloseTo(24 / 9, 12);
    expect(multiplierOf(pulse, 4)).toBeCloseTo(9 / 5.25, 12);
    expect(certaintyOf(pulse, 1)).toBe(12);
    expect(certaintyOf(pulse, 10)).toBe(6);
    expect(pulsedMean(30, 30 * hour, 3)).toBeCloseTo(30 + 6 * (1 - Math.exp(-10)), 9);
    expect(pulsedMean(30, 30 * hour, 1)).toBe(30);
  });

  test('news fade within hours, and nothing new by the watermark changes nothing', () => {
    const pulse = advancePulse(startPulse(monday), { watermark: monday + hour, came: 20, expected: 5 });
    expect(advancePulse(pulse, { watermark: monday + hour, came: 99, expected: 9 })).toBe(pulse);
    const later = advancePulse(pulse, { watermark: monday + 3 * hour, came: 0, expected: 0 });
    expect(later.came).toBeCloseTo(20 * Math.exp(-1), 12);
  });

  test('whatever the pulse, the mean stays above 0 and moves with it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.double({ min: 0, max: 50, noNaN: true }),
        fc.integer({ min: 1, max: 30 * 24 }),
        (came, expected, hours) => {
          const pulse = { came, expected, at: monday };
          const mean = pulsedMean(10, hours * hour, multiplierOf(pulse, 1.5));
          expect(mean).toBeGreaterThan(0);
          expect(mean > 10).toBe(came > expected && mean !== 10);
        },
      ),
    );
  });
});

describe('a forecast over a horizon', () => {
  const forecast = { ...unknownForecast(24), weekday: [1, 1, 1, 1, 1, 0, 2] };

  test('levels, weekdays and hours', () => {
    expect(weekdayOf(monday)).toBe(0);
    expect(weekdayOf(0)).toBe(3);
    expect(expectedBetween(forecast, monday, monday + 7 * day).units).toBeCloseTo(24 * 7, 9);
    expect(expectedBetween(forecast, monday + 5 * day, monday + 6 * day).units).toBe(0);
    expect(expectedBetween(forecast, monday + 5.5 * day, monday + 6.5 * day).units).toBeCloseTo(24, 9);
    const evening = { ...forecast, hours: Array.from({ length: 24 }, (_, at) => (at >= 18 ? 1 / 6 : 0)) };
    expect(expectedBetween(evening, monday, monday + 18 * hour).units).toBe(0);
    expect(expectedBetween(evening, monday + 18.5 * hour, monday + 19 * hour).units).toBeCloseTo(2, 9);
    expect(expectedBetween(evening, monday, monday + 2 * day).units).toBeCloseTo(48, 9);
  });

  test('promotions raise what is expected while they run, one without an uplift widely', () => {
    const known = { startsAt: monday + 6 * hour, endsAt: monday + 12 * hour, factor: 2, deviation: 0 };
    expect(expectedBetween({ ...forecast, uplifts: [known] }, monday, monday + day).units).toBeCloseTo(30, 9);
    const unknown = { ...known, factor: 3, deviation: 4.17 };
    const wide = demandOver({ ...forecast, uplifts: [unknown] }, monday, monday + day);
    expect(wide.mean).toBeCloseTo(36, 9);
    expect(wide.variance).toBeGreaterThan((6 * 4.17) ** 2);
  });

  test('the variance of the flash sale by hand', () => {
    const sure = {
      ...unknownForecast(300),
      dispersion: 1.05,
      orderDispersion: 1.4,
      pulse: { came: 99, expected: 99, at: monday },
    };
    const demand = demandOver(sure, monday, monday + day);
    expect(demand.mean).toBeCloseTo(300, 9);
    expect(demand.variance).toBeCloseTo(7_920, 6);
    expect(demandOver(sure, monday, monday)).toEqual({ mean: 0, variance: 0 });
  });
});

describe('promotions', () => {
  const sale = (fields: Partial<Promotion>): Promotion => ({
    promotion: 'p',
    channel: 'web',
    startsAt: monday,
    endsAt: monday + day,
    skus: ['A', 'B'],
    uplift: null,
    holdBack: 0,
    ...fields,
  });

  test('apply to their channel and SKUs; of several the strongest counts', () => {
    const all = [sale({}), sale({ uplift: 5, startsAt: monday + hour }), sale({ channel: 'app', uplift: 9 })];
    const uplifts = upliftsFor(all, 'web', 'A', monday);
    expect(uplifts.map(({ factor }) => factor)).toEqual([uplift_prior, 5]);
    expect(upliftAt(uplifts, monday)?.factor).toBe(3);
    expect(upliftAt(uplifts, monday + hour)?.factor).toBe(5);
    expect(upliftAt(uplifts, monday + day)).toBeUndefined();
    expect(upliftsFor(all, 'web', 'C', monday)).toEqual([]);
    expect(upliftsFor(all, 'web', 'A', monday + day)).toEqual([]);
  });

  test('a hold-back counts from the day before, less what was sold and is held', () => {
    const promotions = [sale({ holdBack: 100 }), sale({ holdBack: 60 })];
    const left = (at: number) => holdBackLeft(promotions, 'web', 'A', at, () => 30, 25);
    expect(left(monday - day)).toBe(45);
    expect(left(monday - day - 1)).toBe(0);
    expect(left(monday + day)).toBe(0);
    expect(holdBackLeft(promotions, 'web', 'A', monday, () => 80, 25)).toBe(0);
  });

  test('overlaps are pairs on one channel that share a SKU', () => {
    const pairs = overlapsOf([
      sale({ promotion: 'a' }),
      sale({ promotion: 'b', startsAt: monday + hour, skus: ['B', 'C'] }),
      sale({ promotion: 'c', startsAt: monday + day }),
      sale({ promotion: 'd', channel: 'app' }),
    ]);
    expect(pairs).toEqual([{ a: 'a', b: 'b', skus: ['B'] }]);
  });
});
