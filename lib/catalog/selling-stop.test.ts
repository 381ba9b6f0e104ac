import { expect, test } from 'vitest';
import { isStopped, newStopSchema } from './selling-stop';

test.each([
  ['a SKU everywhere', { sku: 'A', channel: '' }, [true, true, false, false]],
  ['a channel', { sku: '', channel: 'web' }, [true, false, true, false]],
  ['a SKU on a channel', { sku: 'A', channel: 'web' }, [true, false, false, false]],
])('%s is stopped, and nothing else', (_name, stop, expected) => {
  const listings = [
    { sku: 'A', channel: 'web' },
    { sku: 'A', channel: 'market' },
    { sku: 'B', channel: 'web' },
    { sku: 'B', channel: 'market' },
  ];
  expect(listings.map((listing) => isStopped([stop], listing))).toEqual(expected);
});

test('nothing is stopped without a reason, or without saying what', () => {
  expect(newStopSchema.safeParse({ sku: 'A', reason: '  ' }).success).toBe(false);
  expect(newStopSchema.safeParse({ reason: 'recall' }).success).toBe(false);
  expect(newStopSchema.safeParse({ channel: 'web', reason: 'recall' }).success).toBe(true);
});
