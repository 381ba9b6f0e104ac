import { describe, expect, it } from 'vitest';
import { changeOf, readMessage } from './live-message';

describe('a message of another tab', () => {
  it.each([
    { kind: 'hello' },
    { kind: 'beside' },
    { kind: 'state', state: 'polling' },
    { kind: 'change', change: 'all' },
    { kind: 'change', change: { skus: ['A', 'B'] } },
  ])('is taken: %o', (message) => {
    expect(readMessage(message)).toEqual(message);
  });

  it.each([null, 'hello', {}, { kind: 'state', state: 'asleep' }, { kind: 'change', change: { skus: [1] } }])(
    'is left alone: %o',
    (message) => {
      expect(readMessage(message)).toBeNull();
    },
  );
});

describe('an event of the stream', () => {
  it.each([
    ['{"skus":["A"],"sku":"B"}', { skus: ['A', 'B'] }],
    ['{"sku":"B"}', { skus: ['B'] }],
    ['{"skus":[]}', 'all'],
    ['{"skus":"A"}', 'all'],
    ['null', 'all'],
    ['{', 'all'],
    [undefined, 'all'],
  ])('%o means %o', (data, change) => {
    expect(changeOf(data)).toEqual(change);
  });
});
