import { describe, expect, test } from 'vitest';
import { legsOf, receipt, TestBook, transfer } from '../test-book';

const typed = { source: 'truecount:dashboard' };

describe('a transfer', () => {
  test('posts every step: ready, dispatched, received with damaged and missing', () => {
    const book = new TestBook();
    book.apply(receipt(10));
    expect(legsOf(book.apply(transfer('ready', 6)))).toEqual(['WH: available -6, committed 6']);
    expect(legsOf(book.apply(transfer('dispatched', 6)))).toEqual(['WH: committed -6', 'D1: incoming 6']);
    expect(legsOf(book.apply(transfer('received', 3, { damaged: 2, missing: 1 })))).toEqual([
      'D1: adjustment 1, available 3, damaged 2, incoming -6',
    ]);
    expect([book.at('WH'), book.at('D1')]).toEqual(['available 4', 'available 3, damaged 2']);
    expect(book.ledger.discrepancies).toEqual([]);
  });

  test('can be closed by what is missing alone', () => {
    const book = new TestBook();
    book.apply(receipt(5), transfer('dispatched', 5), transfer('received', 0, { missing: 5 }));
    expect(book.at('D1')).toBe('');
  });

  test('is known from its dispatch when nobody said that it was ready', () => {
    const book = new TestBook();
    book.apply(receipt(5), transfer('dispatched', 3));
    expect([book.at('WH'), book.at('D1')]).toEqual(['available 2', 'incoming 3']);
    expect(book.refuse(transfer('dispatched', 1, { transfer: 't2', from: undefined }))).toMatchObject({
      code: 'unknown_transfer',
    });
  });

  test('takes what is ready first and the rest from the shelf', () => {
    const book = new TestBook();
    book.apply(receipt(5), transfer('ready', 2), transfer('dispatched', 3));
    expect([book.at('WH'), book.at('D1')]).toEqual(['available 2', 'incoming 3']);
  });

  test('told ready after its dispatch holds nothing more', () => {
    const book = new TestBook();
    book.apply(receipt(5), transfer('dispatched', 3), transfer('ready', 3));
    expect([book.at('WH'), book.at('D1')]).toEqual(['available 2', 'incoming 3']);
  });

  test('received before its dispatch ends as in the right order, and the discrepancy closes', () => {
    const right = new TestBook();
    right.apply(receipt(5), transfer('dispatched', 4), transfer('received', 3, { missing: 1 }));
    const wrong = new TestBook();
    wrong.apply(receipt(5));
    expect(legsOf(wrong.apply(transfer('received', 3, { missing: 1, from: undefined })))).toEqual([
      'D1: adjustment -3, available 3',
    ]);
    expect(wrong.ledger.discrepancies).toMatchObject([
      { kind: 'over_receipt', node: 'D1', expected: 0, actual: 4, resolvedSequence: null },
    ]);
    expect(legsOf(wrong.apply(transfer('dispatched', 4)))).toEqual(['WH: available -4', 'D1: adjustment 4']);
    expect([wrong.at('WH'), wrong.at('D1')]).toEqual([right.at('WH'), right.at('D1')]);
    expect(wrong.ledger.discrepancies[0]?.resolvedSequence).toBe(3);
  });

  test('of which more arrives than was sent brings in the difference and says so', () => {
    const book = new TestBook();
    book.apply(receipt(5), transfer('dispatched', 2));
    expect(legsOf(book.apply(transfer('received', 3)))).toEqual([
      'D1: adjustment -1, available 3, incoming -2',
    ]);
    expect(book.ledger.discrepancies).toMatchObject([{ kind: 'over_receipt', expected: 2, actual: 3 }]);
  });

  test('dispatched beyond the books: told by a warehouse it has happened, typed by a person it is refused', () => {
    const book = new TestBook();
    book.apply(receipt(2));
    expect(book.refuse(transfer('dispatched', 5, typed))).toMatchObject({
      code: 'insufficient_stock',
      available: 2,
      shortBy: 3,
    });
    expect(legsOf(book.apply(transfer('dispatched', 5)))).toEqual([
      'WH: adjustment -3, available -2',
      'D1: incoming 5',
    ]);
    expect(book.ledger.discrepancies).toMatchObject([{ kind: 'beyond_books', expected: 2, actual: 5 }]);
  });

  test('typed as dispatched counts what is ready for it', () => {
    const book = new TestBook();
    book.apply(receipt(3), transfer('ready', 3), transfer('dispatched', 3, typed));
    expect(book.at('D1')).toBe('incoming 3');
  });

  test('cannot be made ready beyond what is available', () => {
    const book = new TestBook();
    book.apply(receipt(2));
    expect(book.refuse(transfer('ready', 3))).toMatchObject({ code: 'insufficient_stock', available: 2 });
    expect([...book.ledger.state.transfers.values()].filter((line) => line !== null)).toEqual([]);
  });

  test('cancelled while ready gives the units back', () => {
    const book = new TestBook();
    book.apply(receipt(5), transfer('ready', 4));
    expect(legsOf(book.apply(transfer('cancelled', 3)))).toEqual(['WH: available 3, committed -3']);
    expect(book.at('WH')).toBe('available 4, committed 1');
  });

  test('cancelled on its way gives the units back at the origin, what is ready first', () => {
    const book = new TestBook();
    book.apply(receipt(9), transfer('dispatched', 4), transfer('ready', 6));
    // Six are told ready and four have left: two are still held.
    expect(legsOf(book.apply(transfer('cancelled', 5)))).toEqual([
      'WH: available 5, committed -2',
      'D1: incoming -3',
    ]);
    expect([book.at('WH'), book.at('D1')]).toEqual(['available 8', 'incoming 1']);
    expect(book.refuse(transfer('cancelled', 2))).toMatchObject({
      code: 'nothing_to_cancel',
      available: 1,
      shortBy: 1,
    });
  });

  test('keeps its route', () => {
    const book = new TestBook();
    book.apply(receipt(5), transfer('dispatched', 2));
    expect(book.refuse(transfer('dispatched', 1, { to: 'D2' }))).toMatchObject({ code: 'transfer_mismatch' });
    expect(book.refuse(transfer('received', 1, { from: 'D2' }))).toMatchObject({ code: 'transfer_mismatch' });
    expect(book.refuse(transfer('ready', 1, { from: 'D2' }))).toMatchObject({ code: 'transfer_mismatch' });
    book.apply(transfer('received', 2, { from: undefined, to: undefined }));
    expect(book.at('D1')).toBe('available 2');
  });

  test('that nobody knows cannot be received without its destination, nor cancelled; both may come again', () => {
    const book = new TestBook();
    const received = transfer('received', 2, { id: 'r', from: undefined, to: undefined });
    expect(book.refuse(received)).toMatchObject({ code: 'unknown_transfer' });
    expect(book.refuse(transfer('cancelled', 2))).toMatchObject({ code: 'unknown_transfer' });
    book.apply(receipt(5), transfer('dispatched', 2), received);
    expect(book.at('D1')).toBe('available 2');
  });

  test('lines are apart', () => {
    const book = new TestBook();
    book.apply(receipt(9), transfer('dispatched', 2), transfer('dispatched', 3, { line: '2', to: 'D2' }));
    expect([book.at('D1'), book.at('D2')]).toEqual(['incoming 2', 'incoming 3']);
  });
});
