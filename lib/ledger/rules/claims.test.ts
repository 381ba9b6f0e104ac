import { describe, expect, test } from 'vitest';
import { cancelled, legsOf, placed, receipt, shipped, TestBook } from '../test-book';
import { violationsOf } from '../test-streams';

/** Moves units of SKU A at the warehouse from web order `from` to web order `to`. */
const moved = (from: string | null, to: string, quantity: number, more: Record<string, unknown> = {}) => ({
  type: 'claims_moved',
  source: 'truecount:orders',
  quantity,
  node: 'WH',
  channel: 'web',
  order: to,
  line: '1',
  ...(from === null ? {} : { giver: { channel: 'web', order: from, line: '1' } }),
  ...more,
});

/** Order o1 holds all 3 units there are, o2 waits for 2. */
function short(): TestBook {
  const book = new TestBook();
  book.apply(receipt(3), placed('o1', 3), placed('o2', 2));
  return book;
}

describe('claims that are moved', () => {
  test('stay committed: nothing is posted, the giver is backordered, and nobody oversold', () => {
    const book = short();
    const incidents = book.ledger.incidents.length;
    expect(legsOf(book.apply(moved('o1', 'o2', 2)))).toEqual([]);
    expect(book.line('o1')).toEqual({ claims: { WH: 1 }, backordered: 2 });
    expect(book.line('o2')).toEqual({ claims: { WH: 2 }, backordered: 0 });
    expect(book.at('WH')).toBe('committed 3');
    expect(book.ledger.state.heads.get('A')?.backordered).toBe(2);
    expect(book.ledger.incidents).toHaveLength(incidents);
    expect(violationsOf(book.ledger)).toEqual([]);
  });

  test('leave the giver in the queue, where its age puts it', () => {
    const book = short();
    book.apply(moved('o1', 'o2', 2), placed('o3', 1), receipt(2));
    expect(book.line('o1').backordered).toBe(0);
    expect(book.line('o3').backordered).toBe(1);
    expect(violationsOf(book.ledger)).toEqual([]);
  });

  test('are taken anew by the giver where its channel has units available elsewhere', () => {
    const book = new TestBook();
    book.apply(receipt(1, 'D1'), placed('o1', 1), placed('q1', 1, { channel: 'quick' }), receipt(4));
    const giver = { channel: 'web', order: 'o1', line: '1' };
    const record = book.apply(moved(null, 'q1', 1, { node: 'D1', channel: 'quick', giver }));
    expect(legsOf(record)).toEqual(['WH: available -1, committed 1']);
    expect(book.line('o1')).toEqual({ claims: { WH: 1 }, backordered: 0 });
    expect(book.line('q1', 'quick')).toEqual({ claims: { D1: 1 }, backordered: 0 });
    expect(violationsOf(book.ledger)).toEqual([]);
  });

  test('are refused whole where they are gone, and stay refused', () => {
    const book = short();
    book.apply(shipped('o1', 2));
    expect(book.refuse(moved('o1', 'o2', 2, { id: 'm1' }))).toMatchObject({
      code: 'insufficient_stock',
      available: 1,
      shortBy: 1,
    });
    book.apply(moved('o1', 'o2', 1));
    expect(book.post(moved('o1', 'o2', 2, { id: 'm1' }))[0]).toMatchObject({ code: 'insufficient_stock' });
  });

  test('go only to who waits for them, and only from where its channel sells', () => {
    const book = short();
    book.apply(cancelled('o2', 1), receipt(1, 'D2'));
    expect(book.refuse(moved('o1', 'o2', 2))).toMatchObject({ code: 'not_backordered', available: 1 });
    expect(book.refuse(moved('o1', 'o2', 1, { node: 'D2' }))).toMatchObject({ code: 'not_a_source' });
    expect(book.refuse(moved('o1', 'never', 1))).toMatchObject({ code: 'unknown_order_line' });
    expect(book.refuse(moved('never', 'o2', 1))).toMatchObject({ code: 'unknown_order_line' });
  });

  test('cannot come from the line itself', () => {
    expect(() => short().apply(moved('o2', 'o2', 1))).toThrow(/another line/);
  });

  test('without a giver need what is available', () => {
    expect(short().refuse(moved(null, 'o2', 1))).toMatchObject({ code: 'insufficient_stock', available: 0 });
  });

  test('take available units only as far as no channel may be selling them', () => {
    let held = 1;
    const book = new TestBook(undefined, undefined, () => held);
    book.apply(receipt(1, 'D1'), placed('o1', 1), placed('q1', 1, { channel: 'quick' }), receipt(4));
    const giver = { channel: 'web', order: 'o1', line: '1' };
    held = 4;
    book.apply(moved(null, 'q1', 1, { node: 'D1', channel: 'quick', giver }));
    expect(book.line('q1', 'quick')).toEqual({ claims: { D1: 1 }, backordered: 0 });
    expect(book.line('o1')).toEqual({ claims: {}, backordered: 1 });
    expect(book.at('WH')).toBe('available 4');

    const unlocked = { node: 'WH', channel: 'web' };
    expect(book.refuse(moved(null, 'o1', 1, unlocked))).toMatchObject({
      code: 'insufficient_stock',
      available: 0,
      shortBy: 1,
    });
    held = 3;
    book.apply(moved(null, 'o1', 1, unlocked));
    expect(book.line('o1')).toEqual({ claims: { WH: 1 }, backordered: 0 });
    expect(violationsOf(book.ledger)).toEqual([]);
  });
});
