import { describe, expect, it } from 'vitest';
import { modeConflicts, nodesOfLocation, type PooledListing } from './pools';

const channels = new Map([
  ['web', { sources: ['W1'], config: {} }],
  ['shop', { sources: ['W2'], config: {} }],
  ['both', { sources: ['W1', 'W2'], config: {} }],
  ['quick', { sources: ['D1', 'D2'], config: { locations: { north: ['D1'], south: 'D2' } } }],
]);
const listing = (channel: string, mode: PooledListing['mode'], location = ''): PooledListing => ({
  sku: 'A',
  channel,
  location,
  mode,
});

describe('nodesOfLocation', () => {
  const quick = channels.get('quick') ?? { sources: [], config: {} };
  it.each([
    ['', ['D1', 'D2']],
    ['north', ['D1']],
    ['south', ['D2']],
    ['elsewhere', ['D1', 'D2']],
    ['constructor', ['D1', 'D2']],
  ])('%s', (location, nodes) => {
    expect(nodesOfLocation(quick, location)).toEqual(nodes);
  });
});

describe('modeConflicts', () => {
  it('lets pools that share no node differ', () => {
    expect(modeConflicts([listing('web', 'strict'), listing('shop', { bounded: 0.01 })], channels)).toEqual(
      [],
    );
  });

  it('finds a conflict over a common neighbour', () => {
    const all = [listing('web', 'strict'), listing('shop', { bounded: 0.01 }), listing('both', 'strict')];
    expect(modeConflicts(all, channels)).toEqual([
      {
        sku: 'A',
        channels: ['both', 'shop', 'web'],
        modes: expect.arrayContaining(['strict', { bounded: 0.01 }]),
      },
    ]);
  });

  it('takes two tolerances for two modes, and the same tolerance for one', () => {
    const web = listing('web', { bounded: 0.01 });
    expect(modeConflicts([web, listing('both', { bounded: 0.02 })], channels)).toHaveLength(1);
    expect(modeConflicts([web, listing('both', { bounded: 0.01 })], channels)).toHaveLength(0);
  });

  it('keeps SKUs apart', () => {
    expect(
      modeConflicts([listing('web', 'strict'), { ...listing('both', 'fixed_share'), sku: 'B' }], channels),
    ).toEqual([]);
  });
});
