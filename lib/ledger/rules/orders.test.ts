import { describe, expect, test } from 'vitest';
import {
  cancelled,
  later,
  legsOf,
  placed,
  receipt,
  recorded,
  released,
  reserved,
  shipped,
  snapshot,
  TestBook,
} from '../test-book';

/** Events one after the other, and what then lies in the warehouse, in the dark store, and on the line of order o1. */
interface Case {
  name: string;
  events: Record<string, unknown>[];
  wh: string;
  d1?: string;
  line: { claims: Record<string, number>; backordered: number };
}

const both = [receipt(10), receipt(10, 'D1')];
const cases: Case[] = [
  {
    name: 'an order is committed at its first source',
    events: [...both, placed('o1', 3)],
    wh: 'available 7, committed 3',
    line: { claims: { WH: 3 }, backordered: 0 },
  },
  {
    name: 'a named node comes before the sourcing order, the rest splits over it',
    events: [receipt(2, 'D1'), receipt(10), placed('o1', 5, { node: 'D1' })],
    wh: 'available 7, committed 3',
    d1: 'committed 2',
    line: { claims: { D1: 2, WH: 3 }, backordered: 0 },
  },
  {
    name: 'a node outside of the sources serves when it is named',
    events: [receipt(4, 'D2'), placed('o1', 3, { node: 'D2' })],
    wh: '',
    line: { claims: { D2: 3 }, backordered: 0 },
  },
  {
    name: 'what no source holds is a backorder',
    events: [receipt(2), receipt(1, 'D1'), placed('o1', 5)],
    wh: 'committed 2',
    d1: 'committed 1',
    line: { claims: { WH: 2, D1: 1 }, backordered: 2 },
  },
  {
    name: 'several placements of one line add',
    events: [receipt(10), placed('o1', 2), placed('o1', 3)],
    wh: 'available 5, committed 5',
    line: { claims: { WH: 5 }, backordered: 0 },
  },
  {
    name: 'a cancellation takes the backorder first',
    events: [receipt(2), placed('o1', 5), cancelled('o1', 4)],
    wh: 'available 1, committed 1',
    line: { claims: { WH: 1 }, backordered: 0 },
  },
  {
    name: 'a cancellation gives the least preferred source back first',
    events: [receipt(2), receipt(3, 'D1'), placed('o1', 5), cancelled('o1', 1)],
    wh: 'committed 2',
    d1: 'available 1, committed 2',
    line: { claims: { WH: 2, D1: 2 }, backordered: 0 },
  },
  {
    name: 'a cancellation gives back at the node it names',
    events: [receipt(2), receipt(3, 'D1'), placed('o1', 5), cancelled('o1', 1, { node: 'WH' })],
    wh: 'available 1, committed 1',
    d1: 'committed 3',
    line: { claims: { WH: 1, D1: 3 }, backordered: 0 },
  },
  {
    name: 'a cancellation before its order waits for it',
    events: [receipt(5), cancelled('o1', 2), placed('o1', 3)],
    wh: 'available 4, committed 1',
    line: { claims: { WH: 1 }, backordered: 0 },
  },
  {
    name: 'more cancelled than ordered cancels what is ordered',
    events: [receipt(5), placed('o1', 3), cancelled('o1', 9)],
    wh: 'available 5',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'a shipment takes what is committed',
    events: [receipt(5), placed('o1', 3), shipped('o1', 2)],
    wh: 'available 2, committed 1',
    line: { claims: { WH: 1 }, backordered: 0 },
  },
  {
    name: 'a shipment before its order posts nothing until the order comes',
    events: [receipt(5), shipped('o1', 3, { node: 'WH' })],
    wh: 'available 5',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'a shipment before its order leaves with it, and only the rest is committed',
    events: [receipt(5), shipped('o1', 3, { node: 'WH' }), placed('o1', 4)],
    wh: 'available 1, committed 1',
    line: { claims: { WH: 1 }, backordered: 0 },
  },
  {
    name: 'a shipment from another node frees what was committed',
    events: [...both, placed('o1', 3), shipped('o1', 3, { node: 'D1' })],
    wh: 'available 10',
    d1: 'available 7',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'a shipment from two nodes, one of them where it is committed',
    events: [...both, placed('o1', 3), shipped('o1', 1, { node: 'WH' }), shipped('o1', 2, { node: 'D1' })],
    wh: 'available 9',
    d1: 'available 8',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'a backorder that was shipped counts as filled first',
    events: [placed('o1', 3), shipped('o1', 2, { node: 'WH' })],
    wh: '',
    line: { claims: {}, backordered: 1 },
  },
  {
    name: 'a shipment beyond the books brings the difference in and leaves nothing behind',
    events: [receipt(1, 'D1'), receipt(3), placed('o1', 3), shipped('o1', 3, { node: 'D1' })],
    wh: 'available 3',
    d1: '',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'a shipment wins over a cancellation of the same units',
    events: [receipt(5), placed('o1', 5), cancelled('o1', 2), shipped('o1', 4)],
    wh: 'available 1',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'a first snapshot places, cancels and ships at once',
    events: [receipt(9), snapshot('o1', [6, 1, 2])],
    wh: 'available 4, committed 3',
    line: { claims: { WH: 3 }, backordered: 0 },
  },
  {
    name: 'snapshots merge by the largest of each counter, whichever comes last',
    events: [receipt(9), snapshot('o1', [6, 1, 2]), snapshot('o1', [6, 0, 1]), snapshot('o1', [5, 2, 0])],
    wh: 'available 5, committed 2',
    line: { claims: { WH: 2 }, backordered: 0 },
  },
  {
    name: 'what had left before the connection never touched our stock',
    events: [receipt(9), snapshot('o1', [6, 1, 2], { beforeConnection: true })],
    wh: 'available 6, committed 3',
    line: { claims: { WH: 3 }, backordered: 0 },
  },
  {
    name: 'after the connection only what is new leaves',
    events: [receipt(9), snapshot('o1', [6, 1, 2], { beforeConnection: true }), snapshot('o1', [6, 2, 4])],
    wh: 'available 7',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'an order that was finished before the connection moves nothing',
    events: [receipt(9), snapshot('o1', [6, 1, 5], { beforeConnection: true })],
    wh: 'available 9',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'an order turns the units reserved for its line into its own',
    events: [receipt(5), reserved('o1', 3), placed('o1', 3)],
    wh: 'available 2, committed 3',
    line: { claims: { WH: 3 }, backordered: 0 },
  },
  {
    name: 'an order of more than was reserved takes the rest from the shelf',
    events: [receipt(5), reserved('o1', 2), placed('o1', 3)],
    wh: 'available 2, committed 3',
    line: { claims: { WH: 3 }, backordered: 0 },
  },
  {
    name: 'an order of less leaves the rest reserved',
    events: [receipt(5), reserved('o1', 4), placed('o1', 1)],
    wh: 'available 1, committed 4',
    line: { claims: { WH: 1 }, backordered: 0 },
  },
  {
    name: 'what is left of a reservation is released without touching the order',
    events: [receipt(5), reserved('o1', 4), placed('o1', 1), released('o1', 4)],
    wh: 'available 4, committed 1',
    line: { claims: { WH: 1 }, backordered: 0 },
  },
  {
    name: 'a reservation of another line is left alone',
    events: [receipt(5), reserved('o1', 3, { line: '2' }), placed('o1', 3)],
    wh: 'committed 5',
    line: { claims: { WH: 2 }, backordered: 1 },
  },
  {
    name: 'a shipment that comes before its order uses what was reserved for it',
    events: [receipt(3), reserved('o1', 3), shipped('o1', 3, { node: 'WH' }), placed('o1', 3)],
    wh: '',
    line: { claims: {}, backordered: 0 },
  },
  {
    name: 'a cancellation that comes before its order gives back what was reserved for it',
    events: [receipt(3), reserved('o1', 3), cancelled('o1', 2), placed('o1', 3)],
    wh: 'available 2, committed 1',
    line: { claims: { WH: 1 }, backordered: 0 },
  },
];

describe('order events', () => {
  test.each(cases)('$name', ({ events, wh, d1, line }) => {
    const book = new TestBook();
    book.apply(...events);
    expect({ wh: book.at('WH'), d1: book.at('D1'), line: book.line('o1') }).toEqual({
      wh,
      d1: d1 ?? book.at('D1'),
      line,
    });
  });

  test.each([
    ['an order', [receipt(9)], placed('o1', 2), ['WH: available -2, committed 2']],
    ['a cancellation', [receipt(9), placed('o1', 2)], cancelled('o1', 1), ['WH: available 1, committed -1']],
    ['a shipment', [receipt(9), placed('o1', 2)], shipped('o1', 2), ['WH: customer 2, committed -2']],
    [
      'a shipment from elsewhere',
      [receipt(9), receipt(9, 'D1'), placed('o1', 2)],
      shipped('o1', 2, { node: 'D1' }),
      ['WH: available 2, committed -2', 'D1: customer 2, available -2'],
    ],
    [
      'a shipment beyond the books',
      [receipt(2), placed('o1', 2)],
      shipped('o1', 2, { node: 'D1' }),
      ['WH: available 2, committed -2', 'D1: customer 2, adjustment -2'],
    ],
  ])('postings of %s', (_name, before, event, legs) => {
    const book = new TestBook();
    book.apply(...before);
    expect(legsOf(book.apply(event))).toEqual(legs);
  });

  test('says how many units no source held, once for the order and once as an incident', () => {
    const book = new TestBook();
    book.apply(receipt(2), receipt(1, 'D1'));
    const [result] = book.post(placed('o1', 5));
    expect(result).toMatchObject({ status: 'applied', shortfall: 2 });
    expect(book.ledger.incidents).toMatchObject([
      { channel: 'web', order: 'o1', line: '1', units: 2, cause: 'propagation_lag' },
    ]);
  });

  test('calls an oversold order that was told more than five minutes later a late report', () => {
    const book = new TestBook();
    const at = (minutes: number) => new Date(Date.parse(recorded) - minutes * 60_000).toISOString();
    book.apply(placed('o1', 1, { occurredAt: at(6) }), placed('o2', 1, { occurredAt: at(5) }));
    expect(book.ledger.incidents.map(({ cause }) => cause)).toEqual(['late_report', 'propagation_lag']);
  });

  test('a shipment beyond the books opens a discrepancy with both numbers', () => {
    const book = new TestBook();
    book.apply(receipt(1, 'D1'), placed('o1', 3, { node: 'D1' }), shipped('o1', 3, { node: 'D1' }));
    expect(book.ledger.discrepancies).toMatchObject([
      { kind: 'beyond_books', node: 'D1', expected: 0, actual: 2, document: 'o1' },
    ]);
  });

  test('event then snapshot and snapshot then event end the same', () => {
    const ends = [
      [placed('o1', 4), shipped('o1', 2), snapshot('o1', [4, 1, 2])],
      [snapshot('o1', [4, 1, 2]), shipped('o1', 2), placed('o1', 4)],
      [shipped('o1', 2), snapshot('o1', [4, 1, 2]), placed('o1', 4)],
    ].map((events) => {
      const book = new TestBook();
      book.apply(receipt(9), ...events);
      return [book.at('WH'), book.line('o1')];
    });
    expect(ends[0]).toEqual(['available 6, committed 1', { claims: { WH: 1 }, backordered: 0 }]);
    expect(ends[1]).toEqual(ends[0]);
    expect(ends[2]).toEqual(ends[0]);
  });

  test('an order is as old as the earliest that is told of it', () => {
    const book = new TestBook();
    book.apply(
      placed('o1', 1, { occurredAt: later(0) }),
      placed('o2', 1, { occurredAt: later(3) }),
      snapshot('o2', [1, 0, 0], { occurredAt: later(-3) }),
      receipt(1),
    );
    expect(book.line('o2').claims).toEqual({ WH: 1 });
    expect(book.line('o1').backordered).toBe(1);
  });

  test('a shipment that nobody can place is not recorded, and comes again with its node', () => {
    const book = new TestBook();
    const sold = { channel: 'nowhere' };
    book.apply(placed('o1', 2, sold));
    expect(book.refuse(shipped('o1', 2, sold))).toMatchObject({ code: 'unknown_node' });
    book.apply(shipped('o1', 2, { ...sold, node: 'WH' }));
    expect(book.line('o1', 'nowhere')).toEqual({ claims: {}, backordered: 0 });
  });
});
