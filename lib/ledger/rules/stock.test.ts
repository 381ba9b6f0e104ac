import { describe, expect, test } from 'vitest';
import { legsOf, placed, receipt, TestBook } from '../test-book';

const qualityControl = (units: number) => ({ type: 'return_received', quantity: units, node: 'WH' });

/** What is there before, the event, and the legs it must post. */
const postings: [string, Record<string, unknown>[], Record<string, unknown>, string[]][] = [
  ['a receipt', [], receipt(5), ['WH: supplier -5, available 5']],
  ['a return that came in', [], qualityControl(2), ['WH: customer -2, quality_control 2']],
  ...(['available', 'damaged', 'scrap', 'supplier'] as const).map(
    (disposition): [string, Record<string, unknown>[], Record<string, unknown>, string[]] => [
      `a return inspected as ${disposition}`,
      [qualityControl(3)],
      { type: 'return_inspected', quantity: 2, node: 'WH', disposition },
      disposition === 'available'
        ? ['WH: available 2, quality_control -2']
        : disposition === 'damaged'
          ? ['WH: quality_control -2, damaged 2']
          : [`WH: ${disposition} 2, quality_control -2`],
    ],
  ),
  [
    'an inspection of more than the books hold',
    [qualityControl(1)],
    { type: 'return_inspected', quantity: 3, node: 'WH', disposition: 'available' },
    ['WH: adjustment -2, available 3, quality_control -1'],
  ],
  [
    'units found',
    [],
    { type: 'adjustment', quantity: 4, node: 'WH', direction: 'increase', reason: 'found' },
    ['WH: adjustment -4, available 4'],
  ],
  [
    'damaged units thrown away',
    [receipt(9), { type: 'adjustment', quantity: 4, node: 'WH', toState: 'damaged' }],
    { type: 'adjustment', quantity: 3, node: 'WH', state: 'damaged', direction: 'decrease' },
    ['WH: adjustment 3, damaged -3'],
  ],
  [
    'units found to be damaged',
    [receipt(9)],
    { type: 'adjustment', quantity: 4, node: 'WH', toState: 'damaged', reason: 'damaged' },
    ['WH: available -4, damaged 4'],
  ],
  [
    'damaged units found to be good',
    [receipt(9), { type: 'adjustment', quantity: 4, node: 'WH', toState: 'damaged' }],
    { type: 'adjustment', quantity: 1, node: 'WH', state: 'damaged', toState: 'available' },
    ['WH: available 1, damaged -1'],
  ],
];

describe('stock at a node', () => {
  test.each(postings)('%s', (_name, before, event, legs) => {
    const book = new TestBook();
    if (before.length > 0) book.apply(...before);
    expect(legsOf(book.apply(event))).toEqual(legs);
  });

  test('an inspection of more than the books hold opens a discrepancy with both numbers', () => {
    const book = new TestBook();
    book.apply(qualityControl(1), {
      type: 'return_inspected',
      quantity: 3,
      node: 'WH',
      disposition: 'available',
      order: 'o9',
    });
    expect(book.ledger.discrepancies).toMatchObject([
      { kind: 'beyond_books', node: 'WH', expected: 1, actual: 3, document: 'o9' },
    ]);
  });

  test.each([
    { state: 'available', direction: 'decrease' },
    { state: 'damaged', direction: 'decrease' },
    { state: 'available', toState: 'damaged' },
  ])('an adjustment is a request: more than is there is refused with the facts (%o)', (fields) => {
    const book = new TestBook();
    book.apply(receipt(9), { type: 'adjustment', quantity: 2, node: 'WH', toState: 'damaged' });
    const there = fields.state === 'damaged' ? 2 : 7;
    const refusal = book.refuse({ type: 'adjustment', node: 'WH', quantity: 10, ...fields });
    expect(refusal).toMatchObject({ code: 'insufficient_stock', available: there, shortBy: 10 - there });
    expect(refusal.sequence).toBeDefined();
  });

  test('a return of an order counts as returned on its line, and moves nothing else of it', () => {
    const book = new TestBook();
    book.apply(receipt(5), placed('o1', 2), { ...qualityControl(1), channel: 'web', order: 'o1', line: '1' });
    const line = [...book.ledger.state.orderLines.values()][0];
    expect(line?.counted).toEqual({ ordered: 2, cancelled: 0, shipped: 0, returned: 1 });
    expect(book.at('WH')).toBe('available 3, committed 2, quality_control 1');
  });
});
