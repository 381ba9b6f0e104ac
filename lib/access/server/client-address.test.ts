import { expect, it } from 'vitest';
import { clientAddress } from './client-address';

it.each([
  [{ 'x-truecount-peer': '203.0.113.9' }, '203.0.113.9'],
  [{ 'x-truecount-peer': '203.0.113.9', 'x-forwarded-for': '1.1.1.1' }, '203.0.113.9'],
  [{ 'x-truecount-peer': '127.0.0.1', 'x-forwarded-for': '1.1.1.1, 198.51.100.7' }, '198.51.100.7'],
  [{ 'x-truecount-peer': '::ffff:127.0.0.1' }, '::ffff:127.0.0.1'],
  [{ 'x-forwarded-for': '1.1.1.1' }, ''],
])('%o comes from %s', (headers, expected) => {
  expect(clientAddress(new Headers(headers))).toBe(expected);
});
