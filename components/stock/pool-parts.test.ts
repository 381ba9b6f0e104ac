import { expect, test } from 'vitest';
import { poolParts } from './pool-parts';

test('every unit of a pool is in one part, and what is promised beyond it is not drawn as float', () => {
  const channels = [
    { channel: 'web', held: 12, exposure: 9, debt: 0 },
    { channel: 'app', held: 4, exposure: 4, debt: 0 },
  ];
  const parts = poolParts({ channels, float: 5 }, (channel) => channel.toUpperCase());
  expect(parts.map(({ name, units }) => [name, units])).toEqual([
    ['WEB, may sell', 9],
    ['WEB, in hand', 3],
    ['APP, may sell', 4],
    ['Float', 5],
  ]);
  expect(parts.reduce((sum, { units }) => sum + units, 0)).toBe(12 + 4 + 5);
  expect(poolParts({ channels, float: -2 }, String).at(-1)).toMatchObject({ name: 'Float', units: 0 });
});
