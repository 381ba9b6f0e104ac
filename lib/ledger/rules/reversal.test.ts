import { describe, expect, test } from 'vitest';
import { later, legsOf, placed, receipt, recorded, shipped, TestBook } from '../test-book';

const reversal = (of: unknown, more: Record<string, unknown> = {}) => ({ type: 'reversal', of, ...more });

const inQualityControl = { type: 'return_received', quantity: 3, node: 'WH' };

/** What came before, the event to take back, and the legs of taking it back. */
const reversible: [string, Record<string, unknown>[], Record<string, unknown>, string[]][] = [
  ['a receipt', [], receipt(5), ['WH: supplier 5, available -5']],
  [
    'units found',
    [],
    { type: 'adjustment', quantity: 2, node: 'WH', direction: 'increase' },
    ['WH: adjustment 2, available -2'],
  ],
  [
    'units lost',
    [receipt(5)],
    { type: 'adjustment', quantity: 2, node: 'WH', direction: 'decrease' },
    ['WH: adjustment -2, available 2'],
  ],
  [
    'units called damaged',
    [receipt(5)],
    { type: 'adjustment', quantity: 2, node: 'WH', toState: 'damaged' },
    ['WH: available 2, damaged -2'],
  ],
  ['a return', [], inQualityControl, ['WH: customer 3, quality_control -3']],
  [
    'an inspection',
    [inQualityControl],
    { type: 'return_inspected', quantity: 2, node: 'WH', disposition: 'scrap' },
    ['WH: scrap -2, quality_control 2'],
  ],
  [
    'the variance of a count',
    [receipt(5), { type: 'stock_counted', id: 'count', node: 'WH', counted: 3, countedAt: later(1) }],
    { type: 'count_approved', node: 'WH', of: 'count' },
    ['WH: adjustment -2, available 2'],
  ],
];

describe('a reversal', () => {
  test.each(reversible)('takes back %s, once', (_name, before, event, legs) => {
    const book = new TestBook();
    if (before.length > 0) book.apply(...before);
    book.apply({ ...event, id: 'target' });
    const posted = book.apply(reversal('target'));
    expect(legsOf(posted)).toEqual(legs);
    expect(posted.reverses).toBe(posted.sequence - 1);
    expect(book.refuse(reversal('target'))).toMatchObject({ code: 'already_reversed' });
  });

  test.each([
    ['bare id', 'target'],
    ['source and id', { source: 'test', id: 'target' }],
    ['id of its own source', { id: 'target' }],
    ['sequence', 1],
  ])('names its event by %s', (_name, of) => {
    const book = new TestBook();
    book.apply(receipt(5, 'WH', { id: 'target' }), reversal(of));
    expect(book.at('WH')).toBe('');
  });

  test('of another source needs the source', () => {
    const book = new TestBook();
    book.apply(receipt(5, 'WH', { id: 'target', source: 'wms' }));
    expect(book.refuse(reversal('target'))).toMatchObject({ code: 'unknown_event' });
    book.apply(reversal({ source: 'wms', id: 'target' }));
    expect(book.at('WH')).toBe('');
  });

  test('works in the batch that brings its event, and only once there', () => {
    const book = new TestBook();
    const results = book.post(receipt(5, 'WH', { id: 'target' }), reversal('target'), reversal('target'));
    expect(results.map(({ status, code }) => code ?? status)).toEqual([
      'applied',
      'applied',
      'already_reversed',
    ]);
    expect(book.at('WH')).toBe('');
  });

  test('of an event of another SKU is of no event, in the ledger and in its own batch', () => {
    const book = new TestBook();
    book.apply(receipt(5, 'WH', { sku: 'B', id: 'before' }), receipt(5));
    expect(book.refuse(reversal('before'))).toMatchObject({ code: 'unknown_event' });
    const results = book.post(receipt(5, 'WH', { sku: 'B', id: 'here' }), reversal('here'));
    expect(results.map(({ status, code }) => code ?? status)).toEqual(['applied', 'unknown_event']);
    expect([book.at('WH'), book.at('WH', 'B')]).toEqual(['available 5', 'available 10']);
  });

  test('takes only what is still there', () => {
    const book = new TestBook();
    book.apply(receipt(5, 'WH', { id: 'target' }), placed('o1', 2));
    expect(book.refuse(reversal('target'))).toMatchObject({
      code: 'insufficient_stock',
      available: 3,
      shortBy: 2,
    });
    book.apply(
      { ...inQualityControl, id: 'return' },
      { type: 'return_inspected', quantity: 1, node: 'WH', disposition: 'scrap' },
    );
    expect(book.refuse(reversal('return'))).toMatchObject({
      code: 'insufficient_stock',
      available: 2,
      shortBy: 1,
    });
  });

  test('of what went to backorders needs as many units that nobody holds', () => {
    const book = new TestBook();
    book.apply(placed('o1', 2), receipt(10, 'WH', { id: 'target' }));
    expect(book.at('WH')).toBe('available 8, committed 2');
    expect(book.refuse(reversal('target'))).toMatchObject({ code: 'insufficient_stock', shortBy: 2 });
    book.apply(receipt(2), reversal('target'));
    expect(book.at('WH')).toBe('committed 2');
    expect(book.line('o1')).toEqual({ claims: { WH: 2 }, backordered: 0 });
  });

  test('of a loss that orders bore gives the units back, to those who wait first', () => {
    const book = new TestBook();
    book.apply(
      receipt(3),
      placed('o1', 3),
      { type: 'stock_counted', id: 'count', node: 'WH', counted: 1, countedAt: later(1) },
      { type: 'count_approved', id: 'approval', node: 'WH', of: 'count' },
    );
    expect(book.line('o1')).toEqual({ claims: { WH: 1 }, backordered: 2 });
    book.apply(reversal('approval'));
    expect(book.line('o1')).toEqual({ claims: { WH: 3 }, backordered: 0 });
  });

  test('of a return takes it off its order line', () => {
    const book = new TestBook();
    book.apply(
      receipt(3),
      placed('o1', 3),
      shipped('o1', 3),
      { ...inQualityControl, id: 'target', channel: 'web', order: 'o1', line: '1' },
      reversal('target'),
    );
    expect([...book.ledger.state.orderLines.values()][0]?.counted.returned).toBe(0);
  });

  test.each([
    ['an order', placed('o1', 1, { id: 'target' })],
    [
      'a count that is not posted',
      { type: 'stock_counted', id: 'target', node: 'WH', counted: 3, countedAt: recorded },
    ],
    [
      'what the ledger refused',
      { type: 'adjustment', id: 'target', quantity: 99, node: 'WH', direction: 'decrease' },
    ],
  ])('of %s is refused for good', (_name, event) => {
    const book = new TestBook();
    book.apply(receipt(5));
    book.post(event);
    expect(book.refuse(reversal('target', { id: 'r' }))).toMatchObject({ code: 'not_reversible' });
    expect(book.refuse(reversal('target', { id: 'r' })).sequence).toBe(3);
  });

  test('of a reversal is not possible', () => {
    const book = new TestBook();
    book.apply(receipt(5, 'WH', { id: 'target' }), reversal('target', { id: 'r' }));
    expect(book.refuse(reversal('r'))).toMatchObject({ code: 'not_reversible' });
  });

  test('of what nobody reported may come again', () => {
    const book = new TestBook();
    const early = reversal('target', { id: 'r' });
    expect(book.refuse(early)).toMatchObject({ code: 'unknown_event' });
    book.apply(receipt(5, 'WH', { id: 'target' }), early);
    expect(book.at('WH')).toBe('');
  });

  test('takes only what no channel may be selling this very second', () => {
    let held = 3;
    const book = new TestBook(undefined, undefined, () => held);
    book.apply(receipt(5, 'WH', { id: 'target' }));
    expect(book.refuse(reversal('target', { id: 'r1' }))).toMatchObject({
      code: 'insufficient_stock',
      available: 2,
      shortBy: 3,
    });
    held = 0;
    book.apply(reversal('target', { id: 'r2' }));
    expect(book.at('WH')).toBe('');
  });

  test('of a loss gives units, and asks for no rights', () => {
    const book = new TestBook(undefined, undefined, () => 3);
    book.apply(receipt(5));
    book.apply({ type: 'adjustment', id: 'target', quantity: 2, node: 'WH', direction: 'decrease' });
    book.apply(reversal('target'));
    expect(book.at('WH')).toBe('available 5');
  });
});
