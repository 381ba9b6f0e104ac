import { describe, expect, test } from 'vitest';
import { legsOf, placed, receipt, released, reserved, TestBook } from '../test-book';

const held = (book: TestBook) =>
  [...book.ledger.state.reservations.values()].map((of) => ({
    claims: of?.claims,
    held: of?.held,
    converted: of?.converted,
    released: of?.released,
  }));

describe('reservations', () => {
  test('commit units over the sources of their channel', () => {
    const book = new TestBook();
    book.apply(receipt(2), receipt(5, 'D1'));
    expect(legsOf(book.apply(reserved('o1', 4)))).toEqual([
      'WH: available -2, committed 2',
      'D1: available -2, committed 2',
    ]);
    expect(held(book)).toEqual([{ claims: { WH: 2, D1: 2 }, held: 4, converted: 0, released: 0 }]);
    expect(book.ledger.state.heads.get('A')?.reserved).toBe(4);
  });

  test('are whole or nothing', () => {
    const book = new TestBook();
    book.apply(receipt(2), receipt(1, 'D1'));
    expect(book.refuse(reserved('o1', 4))).toMatchObject({
      code: 'insufficient_stock',
      available: 3,
      shortBy: 1,
    });
    expect(held(book)).toEqual([]);
  });

  test('leave the safety stock alone, which orders may use', () => {
    const book = new TestBook((_sku, node) => (node === 'WH' ? 2 : 0));
    book.apply(receipt(5));
    expect(book.refuse(reserved('o1', 4))).toMatchObject({ available: 3, shortBy: 1 });
    book.apply(reserved('o1', 3), placed('o2', 2));
    expect(book.at('WH')).toBe('committed 5');
  });

  test('take from the named node only', () => {
    const book = new TestBook();
    book.apply(receipt(5), receipt(1, 'D1'));
    expect(book.refuse(reserved('o1', 2, { node: 'D1' }))).toMatchObject({ available: 1 });
    book.apply(reserved('o1', 1, { node: 'D1' }));
    expect(book.at('D1')).toBe('committed 1');
  });

  test('are released up to what is held, at the named node first', () => {
    const book = new TestBook();
    book.apply(receipt(2), receipt(5, 'D1'), reserved('o1', 4), released('o1', 1, { node: 'WH' }));
    expect(held(book)).toEqual([{ claims: { WH: 1, D1: 2 }, held: 3, converted: 0, released: 1 }]);
    book.apply(released('o1', 99));
    expect(held(book)).toEqual([{ claims: {}, held: 0, converted: 0, released: 4 }]);
    expect([book.at('WH'), book.at('D1')]).toEqual(['available 2', 'available 5']);
    expect(book.ledger.state.heads.get('A')?.reserved).toBe(0);
  });

  test('that an order took in part release only what is left', () => {
    const book = new TestBook();
    book.apply(receipt(5), reserved('o1', 4), placed('o1', 3), released('o1', 4));
    expect(held(book)).toEqual([{ claims: {}, held: 0, converted: 3, released: 1 }]);
    expect(book.at('WH')).toBe('available 2, committed 3');
    expect(book.refuse(released('o1', 1))).toMatchObject({ code: 'nothing_to_cancel' });
  });

  test('that nobody made cannot be released', () => {
    expect(new TestBook().refuse(released('o1', 1))).toMatchObject({ code: 'unknown_reservation' });
  });

  test('several for one line are all converted', () => {
    const book = new TestBook();
    book.apply(receipt(9), reserved('o1', 2), reserved('o1', 2, { reservation: 'another' }), placed('o1', 3));
    expect(held(book).map((of) => of.converted)).toEqual([1, 2]);
    expect(book.at('WH')).toBe('available 5, committed 4');
  });

  test('converted by an order move nothing', () => {
    const book = new TestBook();
    book.apply(receipt(5), reserved('o1', 3));
    expect(legsOf(book.apply(placed('o1', 3)))).toEqual([]);
  });

  test('of one call and one reservation stand or fall together, and stay refused when sent again', () => {
    const book = new TestBook();
    book.apply(receipt(5), receipt(1, 'WH', { sku: 'B' }));
    const lines = [reserved('o1', 2, { id: 'one' }), reserved('o1', 2, { id: 'two', line: '2', sku: 'B' })];
    const first = book.post(...lines);
    expect(first.map(({ status, code }) => [status, code])).toEqual([
      ['refused', 'order_refused'],
      ['refused', 'insufficient_stock'],
    ]);
    book.apply(receipt(5, 'WH', { sku: 'B' }));
    const again = book.post(...lines);
    expect(again.map(({ status, code }) => [status, code])).toEqual([
      ['refused', 'order_refused'],
      ['refused', 'insufficient_stock'],
    ]);
    expect([book.at('WH'), book.at('WH', 'B')]).toEqual(['available 5', 'available 6']);
    const other = lines.map((line, index) => ({ ...line, id: `other ${index}`, reservation: 'other' }));
    expect(book.post(...other).map(({ status }) => status)).toEqual(['applied', 'applied']);
  });
});
