import { expect, test } from 'vitest';
import { changesOf, conflictsOf } from './entries';
import { planFitting } from './plan-fitting';
import { catalogSchema } from './schema';

test('a conflict names the fields that were sent and stand otherwise', () => {
  const stored = { name: 'Theirs', price: 120, barcodes: ['1', '2'], category: null };
  expect(
    conflictsOf(stored, { name: 'Mine', price: 120, barcodes: ['1', '2'], category: undefined }),
  ).toEqual([{ field: 'name', theirs: 'Theirs', yours: 'Mine' }]);
  expect(conflictsOf(stored, { category: 'Kurtas', cap: 3 })).toEqual([
    { field: 'category', theirs: null, yours: 'Kurtas' },
    { field: 'cap', theirs: null, yours: 3 },
  ]);
});

test('of a configuration what is not shown is no conflict, and only names go into the trail', () => {
  const stored = { config: { baseUrl: 'https://a', pollSeconds: 15 } };
  const sent = { config: { baseUrl: 'https://b', secret: 'whsec_x' } };
  expect(conflictsOf(stored, sent)).toEqual([
    { field: 'config.baseUrl', theirs: 'https://a', yours: 'https://b' },
  ]);
  expect(changesOf(stored, sent)).toEqual([
    { field: 'config', before: ['baseUrl', 'pollSeconds'], after: ['baseUrl', 'secret'] },
  ]);
});

test('what does not fit is left out until the rest does, and rights refuse the whole', () => {
  const state = {
    skus: new Map(),
    barcodes: new Map([['111', 'OLD']]),
    nodes: new Map(),
    channels: new Map(),
    listings: new Map(),
    safetyStock: new Map(),
    replenishment: new Map(),
  };
  const input = catalogSchema.parse({
    skus: [
      { sku: 'A', name: 'A', barcodes: ['111'] },
      { sku: 'B', name: 'B', barcodes: ['222'] },
      { sku: 'C', name: 'C', barcodes: ['222'] },
      { sku: 'B', name: 'B again' },
    ],
  });
  const rights = { skusAndNodes: true, channels: false, policies: false, configure: false };
  const fitting = planFitting(state, input, 'skus', rights, () => []);
  if ('refusal' in fitting) throw new Error('refused');
  expect(fitting.plan.newSkus).toEqual(['B']);
  expect([...fitting.refused].map(([index, [finding]]) => [index, finding?.code]).sort()).toEqual([
    [0, 'barcode_taken'],
    [2, 'barcode_taken'],
    [3, 'duplicate_entry'],
  ]);
  expect(planFitting(state, input, 'skus', { ...rights, skusAndNodes: false }, () => [])).toMatchObject({
    refusal: { kind: 'forbidden' },
  });
});
