import { describe, expect, test } from 'vitest';
import {
  later,
  legsOf,
  placed,
  receipt,
  recorded,
  reserved,
  shipped,
  TestBook,
  transfer,
} from '../test-book';

const counted = (units: number, minutes: number, more: Record<string, unknown> = {}) => ({
  type: 'stock_counted',
  id: 'count',
  node: 'WH',
  counted: units,
  countedAt: later(minutes),
  occurredAt: later(minutes),
  ...more,
});
const approved = (minutes: number, more: Record<string, unknown> = {}) => ({
  type: 'count_approved',
  node: 'WH',
  of: 'count',
  occurredAt: later(minutes),
  ...more,
});

const variances = (book: TestBook) => [...book.ledger.state.counts.values()].map((count) => count?.variance);

describe('a count', () => {
  test('posts nothing until it is approved', () => {
    const book = new TestBook();
    expect(legsOf(book.apply(receipt(5), counted(3, 1)))).toEqual([]);
    expect([book.at('WH'), variances(book)]).toEqual(['available 5', [null]]);
  });

  test('posts its variance as of when it was taken', () => {
    const book = new TestBook();
    const posted = book.apply(receipt(5), counted(7, 10), approved(20));
    expect(legsOf(posted)).toEqual(['WH: adjustment -2, available 2']);
    expect(posted.postings[0]?.occurredAt).toBe(later(10));
    expect(variances(book)).toEqual([2]);
  });

  test('nets what moved after it', () => {
    const book = new TestBook();
    book.apply(
      receipt(10),
      placed('o1', 4),
      counted(9, 10),
      shipped('o1', 3, { occurredAt: later(15) }),
      receipt(2, 'WH', { occurredAt: later(15) }),
      approved(20),
    );
    // Ten on the shelf by the books when nine were counted, whatever has left and come since.
    expect(variances(book)).toEqual([-1]);
    expect(book.at('WH')).toBe('available 7, committed 1');
  });

  test('that is not posted is shifted by what happened before it and is told after it', () => {
    const book = new TestBook();
    book.apply(
      receipt(10),
      counted(7, 10),
      placed('o1', 3),
      shipped('o1', 3, { occurredAt: later(5) }),
      approved(20),
    );
    expect(variances(book)).toEqual([0]);
    expect(book.at('WH')).toBe('available 7');
    expect(book.ledger.discrepancies).toEqual([]);
  });

  test('that is posted gets a discrepancy by what happened before it and is told after it', () => {
    const book = new TestBook();
    book.apply(receipt(10), placed('o1', 3), counted(7, 10), approved(20));
    book.apply(shipped('o1', 3, { id: 'late', occurredAt: later(5) }));
    expect(book.ledger.discrepancies).toMatchObject([
      {
        kind: 'late_event',
        node: 'WH',
        expected: 7,
        actual: 4,
        document: 'test/late',
        resolvedSequence: null,
      },
    ]);
    book.apply(receipt(1, 'WH', { occurredAt: later(15) }));
    expect(book.ledger.discrepancies).toHaveLength(1);
    // The next count puts it right.
    const next = book.apply(counted(8, 30, { id: 'next' }), approved(40, { of: 'next' }));
    expect(legsOf(next)).toEqual(['WH: adjustment -3, available 3']);
    expect(book.ledger.discrepancies[0]?.resolvedSequence).toBe(next.sequence);
  });

  test('that is older than a posted one is late itself', () => {
    const book = new TestBook();
    book.apply(
      receipt(10),
      counted(8, 5, { id: 'older' }),
      counted(8, 10),
      approved(20),
      approved(30, { of: 'older' }),
    );
    expect(book.ledger.discrepancies).toMatchObject([{ kind: 'late_event', expected: 8, actual: 6 }]);
  });

  test.each([
    ['quality_control', 'WH: adjustment -1, quality_control 1'],
    ['damaged', 'WH: adjustment -4, damaged 4'],
    ['available', 'WH: adjustment 1, available -1'],
  ])('of %s alone compares with that state', (state, leg) => {
    const book = new TestBook();
    book.apply(receipt(5), { type: 'return_received', quantity: 3, node: 'WH' });
    expect(legsOf(book.apply(counted(4, 10, { state }), approved(20)))).toEqual([leg]);
  });

  test('of a state whose units have gone on since can take no more than is there, and says so', () => {
    const book = new TestBook();
    book.apply(
      { type: 'return_received', quantity: 3, node: 'WH' },
      counted(0, 10, { state: 'quality_control' }),
    );
    book.apply(
      {
        type: 'return_inspected',
        quantity: 2,
        node: 'WH',
        disposition: 'available',
        occurredAt: later(15),
      },
      approved(20),
    );
    expect(book.at('WH')).toBe('available 2');
    expect(book.ledger.discrepancies).toMatchObject([{ kind: 'beyond_books', expected: 1, actual: 3 }]);
  });

  test('is approved once, and only where it was taken', () => {
    const book = new TestBook();
    book.apply(receipt(5), counted(3, 10));
    expect(book.refuse(approved(20, { of: 'nothing' }))).toMatchObject({ code: 'unknown_event' });
    expect(book.refuse(approved(20, { node: 'D1' }))).toMatchObject({ code: 'unknown_event' });
    const { sequence } = book.apply(approved(20));
    expect(book.refuse(approved(20))).toMatchObject({
      code: 'already_approved',
      detail: expect.stringContaining(`${sequence}`),
    });
  });

  test.each([
    ['bare id', 'count'],
    ['source and id', { source: 'test', id: 'count' }],
    ['id of its own source', { id: 'count' }],
    ['sequence', 2],
    ['sequence by name', { sequence: 2 }],
  ])('can be named by %s', (_name, of) => {
    const book = new TestBook();
    book.apply(receipt(5), counted(3, 10), approved(20, { of }));
    expect(book.at('WH')).toBe('available 3');
  });

  test('can be approved in the batch that brings it, by its id', () => {
    const book = new TestBook();
    const results = book.post(receipt(5), counted(3, 10), approved(20));
    expect(results.map(({ status }) => status)).toEqual(['applied', 'applied', 'applied']);
    expect(book.at('WH')).toBe('available 3');
  });

  test('of nothing where nothing ever was is posted too', () => {
    const book = new TestBook();
    book.apply(counted(0, 10), approved(20));
    expect([...book.ledger.state.positions.values()]).toMatchObject([
      { node: 'WH', version: 0, countedAt: Date.parse(later(10)) },
    ]);
  });
});

describe('a loss beyond what is available', () => {
  test('takes the latest order first, which looks for other nodes before it waits', () => {
    const book = new TestBook();
    book.apply(
      receipt(5),
      placed('old', 2, { occurredAt: later(1) }),
      placed('young', 3, { occurredAt: later(2) }),
      receipt(1, 'D1'),
      counted(1, 10),
      approved(20),
    );
    expect(book.line('young')).toEqual({ claims: { D1: 1 }, backordered: 2 });
    expect(book.line('old')).toEqual({ claims: { WH: 1 }, backordered: 1 });
    expect(book.at('WH')).toBe('committed 1');
    expect(book.ledger.incidents).toMatchObject([
      { order: 'young', units: 2, cause: 'ledger_error' },
      { order: 'old', units: 1, cause: 'ledger_error' },
    ]);
    expect(book.ledger.log.at(-1)?.shortfall).toBe(3);
  });

  test('takes reservations when no order is left, then ready transfers', () => {
    const book = new TestBook();
    book.apply(
      receipt(9),
      transfer('ready', 3),
      reserved('r', 4),
      placed('o1', 2),
      counted(2, 10),
      approved(20),
    );
    expect(book.line('o1')).toEqual({ claims: {}, backordered: 2 });
    const [reservation] = book.ledger.state.reservations.values();
    expect(reservation).toMatchObject({ held: 0, released: 4 });
    const [line] = book.ledger.state.transfers.values();
    expect(line).toMatchObject({ held: 2, cancelledReady: 1 });
    expect(book.at('WH')).toBe('committed 2');
    // The warehouse sends the three all the same: one of them was not in the books.
    book.apply(transfer('dispatched', 3, { occurredAt: later(30) }));
    expect([book.at('WH'), book.at('D1')]).toEqual(['', 'incoming 3']);
  });

  test('of units that have left since the count is a discrepancy', () => {
    const book = new TestBook();
    book.apply(
      receipt(5),
      placed('o1', 5),
      counted(2, 10),
      shipped('o1', 5, { occurredAt: later(15) }),
      approved(20),
    );
    expect(book.at('WH')).toBe('');
    expect(book.ledger.discrepancies).toMatchObject([{ kind: 'beyond_books', expected: 0, actual: 3 }]);
  });

  test('sees what was committed in the same batch', () => {
    const book = new TestBook();
    const events = [receipt(5), placed('o1', 5), counted(3, 10), approved(20)].map((of) => book.event(of));
    book.ledger.write(
      events.map((event) => [event]),
      'tester',
      recorded,
    );
    expect(book.line('o1')).toEqual({ claims: { WH: 3 }, backordered: 2 });
  });
});

describe('a snapshot of a node', () => {
  const told = (onHand: number, minutes: number) => ({
    type: 'node_snapshot',
    id: 'told',
    node: 'WH',
    onHand,
    takenAt: later(minutes),
  });

  test('that agrees with the books as of its time does nothing', () => {
    const book = new TestBook();
    book.apply(
      receipt(5),
      { type: 'return_received', quantity: 1, node: 'WH' },
      receipt(3, 'WH', { occurredAt: later(20) }),
    );
    expect(legsOf(book.apply(told(6, 10)))).toEqual([]);
    expect(book.ledger.discrepancies).toEqual([]);
  });

  test('that differs opens a discrepancy and posts nothing', () => {
    const book = new TestBook();
    expect(legsOf(book.apply(receipt(5), told(7, 10)))).toEqual([]);
    expect(book.ledger.discrepancies).toMatchObject([
      { kind: 'snapshot', expected: 5, actual: 7, document: 'test/told' },
    ]);
  });
});
