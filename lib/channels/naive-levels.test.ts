import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type NaiveFacts, naiveLevels } from './naive-levels';

const dark = ['andheri', 'bandra', 'powai'];
const day: NaiveFacts = {
  opening: new Map([['bhiwandi', 847]]),
  supplied: new Map(),
  moved: [
    { from: 'bhiwandi', to: 'andheri', units: 50 },
    { from: 'bhiwandi', to: 'bandra', units: 44 },
    { from: 'bhiwandi', to: 'powai', units: 30 },
  ],
  channels: [
    { channel: 'webshop', sources: ['bhiwandi'], sold: 312 },
    { channel: 'marketplace', sources: ['bhiwandi'], sold: 89 },
    { channel: 'quick', sources: dark, sold: 47 },
  ],
  left: 399,
};

describe('naiveLevels', () => {
  it('tells the story of the day: 535, 758 and 77 believed, 399 left', () => {
    const { levels, believedTotal, left, phantom } = naiveLevels(day);
    expect(levels.map(({ start, believed }) => [start, believed])).toEqual([
      [847, 535],
      [847, 758],
      [124, 77],
    ]);
    expect({ believedTotal, left, phantom }).toEqual({ believedTotal: 1370, left: 399, phantom: 971 });
  });

  it('counts what arrived during the day where the channel sells from', () => {
    const received = { ...day, opening: new Map(), supplied: new Map([['bhiwandi', 847]]) };
    expect(naiveLevels(received)).toEqual(naiveLevels(day));
  });

  it('does not count a move between two nodes of one channel twice', () => {
    const both = { ...day, channels: [{ channel: 'all', sources: ['bhiwandi', ...dark], sold: 448 }] };
    expect(naiveLevels(both)).toMatchObject({ believedTotal: 399, phantom: 0 });
  });

  it('never believes in fewer than none', () => {
    const oversold = { ...day, channels: [{ channel: 'webshop', sources: ['bhiwandi'], sold: 900 }] };
    expect(naiveLevels(oversold).levels[0]?.believed).toBe(0);
  });

  it('is right for a single channel, however units move among its own nodes', () => {
    const units = fc.integer({ min: 0, max: 1000 });
    fc.assert(
      fc.property(units, units, units, (a, b, moved) => {
        const { believedTotal } = naiveLevels({
          opening: new Map([
            ['a', a],
            ['b', b],
          ]),
          supplied: new Map(),
          moved: [{ from: 'a', to: 'b', units: moved }],
          channels: [{ channel: 'only', sources: ['a', 'b'], sold: 0 }],
          left: a + b,
        });
        return believedTotal === a + b;
      }),
    );
  });
});
