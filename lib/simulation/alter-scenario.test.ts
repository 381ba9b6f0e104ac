import { expect, test } from 'vitest';
import { alterScenario, unaltered } from './alter-scenario';
import { arrivalsOf } from './arrivals';
import { scenarios } from './scenarios/scenarios';

const flash = scenarios.flashAmazonCal;
if (flash === undefined) throw new Error('no scenario flashAmazonCal');

test('unaltered, a scenario is played as it stands', () => {
  expect(alterScenario(flash, unaltered)).toEqual(flash);
});

test('twice the demand brings twice the units, delays stretch, and the busiest channel is down', () => {
  const altered = alterScenario(flash, { demand: 2, delay: 3, outageMinutes: 45 });
  const units = (of: typeof flash) => {
    let sum = 0;
    for (let seed = 0; seed < 20; seed++) for (const arrival of arrivalsOf(of, seed)) sum += arrival.units;
    return sum;
  };
  expect(units(altered) / units(flash)).toBeGreaterThan(1.9);
  expect(units(altered) / units(flash)).toBeLessThan(2.1);
  expect(altered.knownPromotions[0]?.extraUnits).toBe(1_000);
  expect(altered.channels.map(({ report }) => report.type === 'poll' && report.periodSeconds)).toEqual([
    false,
    360,
    900,
    1_800,
    2_700,
  ]);
  expect(altered.outages).toEqual([{ channel: 'shopify', fromSecond: 129_600, toSecond: 132_300 }]);
});
