import { describe, expect, test } from 'vitest';
import { readTypedLines } from './read-lines';
import { isLate, receiveRefusal, statusOf, type TransferCounters } from './transfer-document';

const none: TransferCounters = {
  ready: 0,
  dispatched: 0,
  received: 0,
  damaged: 0,
  missing: 0,
  cancelled: 0,
  held: 0,
  inTransit: 0,
};

describe('where a transfer stands', () => {
  test.each([
    ['draft', {}, false],
    ['cancelled', {}, true],
    ['ready', { ready: 5, held: 5 }, false],
    ['in_transit', { dispatched: 5, inTransit: 5 }, false],
    ['partly_received', { dispatched: 5, received: 2, inTransit: 3 }, false],
    ['received', { dispatched: 5, received: 4, damaged: 1 }, false],
    ['closed_short', { dispatched: 5, received: 4, missing: 1 }, false],
    ['cancelled', { dispatched: 5, cancelled: 5 }, false],
    // What has left is on its way, whoever cancelled the rest.
    ['in_transit', { ready: 5, dispatched: 3, inTransit: 3, cancelled: 2 }, true],
  ] as const)('%s', (status, counters, cancelled) => {
    expect(statusOf({ ...none, ...counters }, cancelled)).toBe(status);
  });

  test('late is what is still open after its time', () => {
    const expectedAt = '2026-03-01T10:00:00.000Z';
    const after = Date.parse(expectedAt) + 1;
    expect(isLate({ status: 'in_transit', expectedAt }, after)).toBe(true);
    expect(isLate({ status: 'in_transit', expectedAt }, after - 1)).toBe(false);
    expect(isLate({ status: 'received', expectedAt }, after)).toBe(false);
    expect(isLate({ status: 'in_transit' }, after)).toBe(false);
  });
});

describe('receiving', () => {
  const line = (received: number, damaged = 0, missing = 0) => [{ sku: 'A', received, damaged, missing }];
  test.each([
    ['as sent', 'in_transit', line(3, 1, 1), false, null],
    ['damaged and missing beyond sent', 'in_transit', line(0, 3, 3), true, 'beyond_sent'],
    ['more than sent', 'in_transit', line(6), false, 'over_receipt'],
    ['more than sent, confirmed', 'in_transit', line(6), true, null],
    ['cancelled', 'cancelled', line(1), true, 'transfer_cancelled'],
    ['nothing', 'in_transit', line(0), false, 'nothing_received'],
  ] as const)('%s', (_, status, lines, confirmed, code) => {
    expect(receiveRefusal(status, lines, new Map([['A', 5]]), confirmed)?.code ?? null).toBe(code);
  });
});

test('typed, pasted and scanned lines add up by code', () => {
  expect(readTypedLines('KURTA-M\t12\n8901234567890\n8901234567890\r\n SAREE ; 3 \n\nX,0')).toEqual([
    { code: 'KURTA-M', units: 12 },
    { code: '8901234567890', units: 2 },
    { code: 'SAREE', units: 3 },
  ]);
});
