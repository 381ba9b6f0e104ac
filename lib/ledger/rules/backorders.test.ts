import { describe, expect, test } from 'vitest';
import { LedgerInMemory } from '../ledger-in-memory';
import {
  cancelled,
  later,
  legsOf,
  placed,
  receipt,
  recorded,
  released,
  reserved,
  TestBook,
  transfer,
} from '../test-book';

const quick = { channel: 'quick' };

/** What brings units to D1, a source of both channels, where order o1 of `web` waits for two of them. */
const fillers: [string, Record<string, unknown>[], Record<string, unknown>[]][] = [
  ['a receipt', [], [receipt(2, 'D1')]],
  ['a cancellation', [receipt(2, 'D1'), placed('q', 2, quick)], [cancelled('q', 2, quick)]],
  [
    'an inspected return',
    [{ type: 'return_received', quantity: 2, node: 'D1' }],
    [{ type: 'return_inspected', quantity: 2, node: 'D1', disposition: 'available' }],
  ],
  [
    'a transfer that arrived',
    [receipt(2, 'D2'), transfer('dispatched', 2, { from: 'D2', to: 'D1' })],
    [transfer('received', 2, { from: 'D2', to: 'D1' })],
  ],
  [
    'a cancelled transfer',
    [receipt(2, 'D1'), transfer('ready', 2, { from: 'D1', to: 'D2' })],
    [transfer('cancelled', 2)],
  ],
  ['units found', [], [{ type: 'adjustment', quantity: 2, node: 'D1', direction: 'increase' }]],
  [
    'damaged units found to be good',
    [{ type: 'adjustment', quantity: 2, node: 'D1', state: 'damaged', direction: 'increase' }],
    [{ type: 'adjustment', quantity: 2, node: 'D1', state: 'damaged', toState: 'available' }],
  ],
  [
    'a count of more than the books held',
    [{ type: 'stock_counted', id: 'count', node: 'D1', counted: 2, countedAt: later(0) }],
    [{ type: 'count_approved', node: 'D1', of: 'count' }],
  ],
  ['a released reservation', [receipt(2, 'D1'), reserved('r', 2, quick)], [released('r', 2, quick)]],
  [
    'a loss that was reversed',
    [receipt(2, 'D1'), { type: 'adjustment', id: 'lost', quantity: 2, node: 'D1', direction: 'decrease' }],
    [{ type: 'reversal', of: 'lost' }],
  ],
];

describe('backorders', () => {
  test.each(fillers)('are filled by %s', (_name, before, filling) => {
    const book = new TestBook();
    if (before.length > 0) book.apply(...before);
    book.apply(placed('o1', 2), ...filling);
    expect(book.line('o1')).toEqual({ claims: { D1: 2 }, backordered: 0 });
    expect(book.ledger.state.heads.get('A')?.backordered).toBe(0);
  });

  test('are filled oldest first over all channels, by the time of the order and not of its report', () => {
    const book = new TestBook();
    book.apply(
      placed('young', 2, { occurredAt: later(2) }),
      placed('middle', 2, { ...quick, occurredAt: later(1) }),
      placed('old', 2, { occurredAt: later(0) }),
      receipt(3, 'D1'),
    );
    expect(book.line('old')).toEqual({ claims: { D1: 2 }, backordered: 0 });
    expect(book.line('middle', 'quick')).toEqual({ claims: { D1: 1 }, backordered: 1 });
    expect(book.line('young')).toEqual({ claims: {}, backordered: 2 });
  });

  test('are not filled where their channel has no source: younger ones of another are', () => {
    const book = new TestBook();
    book.apply(placed('old', 2), placed('young', 2, { ...quick, occurredAt: later(1) }), receipt(2, 'D2'));
    expect(book.line('old').backordered).toBe(2);
    expect(book.line('young', 'quick')).toEqual({ claims: { D2: 2 }, backordered: 0 });
  });

  test('show in the postings of what filled them: what came in and what was taken at once', () => {
    const book = new TestBook();
    book.apply(placed('o1', 2));
    expect(legsOf(book.apply(receipt(5)))).toEqual(['WH: supplier -5, available 3, committed 2']);
  });

  test('of one batch queue up with those that were there before it', () => {
    const book = new TestBook();
    book.apply(placed('second', 1, { occurredAt: later(1) }));
    const events = [
      placed('third', 1, { occurredAt: later(2) }),
      receipt(1),
      placed('first', 1, { occurredAt: later(0) }),
      receipt(1),
      placed('fourth', 1, { occurredAt: later(3) }),
      receipt(1),
    ].map((fields) => book.event(fields));
    book.ledger.write(
      events.map((event) => [event]),
      'tester',
      recorded,
    );
    // The first receipt knew of two orders only.
    expect(['first', 'second', 'third', 'fourth'].map((order) => book.line(order).backordered)).toEqual([
      0, 0, 0, 1,
    ]);
  });

  test('a channel with many sources takes from all of them, in order', () => {
    const nodes = Array.from({ length: 40 }, (_, index) => `N${String(index).padStart(2, '0')}`);
    const ledger = new LedgerInMemory({ skus: ['A'], nodes, channels: { wide: nodes } });
    const book = new TestBook();
    const post = (fields: Record<string, unknown>) => ledger.post([book.event(fields)], 'tester', recorded);
    for (const node of nodes.slice(30)) post(receipt(1, node));
    const [result] = post(placed('o1', 12, { channel: 'wide' }));
    expect(result).toMatchObject({ status: 'applied', shortfall: 2 });
    expect(ledger.rounds_max).toBeLessThanOrEqual(5);
  });
});
