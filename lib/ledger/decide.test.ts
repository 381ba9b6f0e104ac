import { describe, expect, test } from 'vitest';
import { placed, receipt, recorded, reserved, shipped, TestBook, testCatalog } from './test-book';

const codes = (results: { status: string; code?: string }[]) =>
  results.map(({ status, code }) => code ?? status);

describe('idempotency', () => {
  test('the same event again gets the first answer, in its batch and later', () => {
    const book = new TestBook();
    const order = placed('o1', 3, { id: 'x' });
    const [first, again] = book.post(order, order);
    expect(first).toMatchObject({ status: 'applied', sequence: 1, shortfall: 3 });
    expect(again).toMatchObject({ status: 'duplicate', sequence: 1, shortfall: 3 });
    expect(book.post(order)).toEqual([again]);
    expect(book.ledger.log).toHaveLength(1);
    expect(book.line('o1').backordered).toBe(3);
  });

  test('the same id with other content is refused, in its batch and later, and changes nothing', () => {
    const book = new TestBook();
    const [, other] = book.post(receipt(3, 'WH', { id: 'x' }), receipt(4, 'WH', { id: 'x' }));
    expect(other).toMatchObject({ status: 'refused', code: 'idempotency_mismatch' });
    expect(codes(book.post(receipt(4, 'WH', { id: 'x' })))).toEqual(['idempotency_mismatch']);
    expect(codes(book.post(receipt(3, 'WH', { id: 'x' })))).toEqual(['duplicate']);
    expect(book.at('WH')).toBe('available 3');
  });

  test('the same id from another source is another event', () => {
    const book = new TestBook();
    book.apply(receipt(3, 'WH', { id: 'x' }), receipt(3, 'WH', { id: 'x', source: 'wms' }));
    expect(book.at('WH')).toBe('available 6');
  });

  test('a refused request stays refused, with its first sequence, even when stock has come', () => {
    const book = new TestBook();
    const request = reserved('o1', 3, { id: 'x' });
    const { sequence } = book.refuse(request);
    book.apply(receipt(9));
    expect(book.refuse(request)).toMatchObject({ code: 'insufficient_stock', sequence });
    expect(codes(book.post({ ...request, quantity: 1 }))).toEqual(['idempotency_mismatch']);
  });

  test('the same request twice in a call that refuses it gets the same answer twice', () => {
    const book = new TestBook();
    const request = reserved('o1', 3, { id: 'x' });
    const [first, again] = book.post(request, request);
    expect(again).toEqual(first);
    expect(book.ledger.log).toHaveLength(1);
  });

  test.each([
    ['unknown_sku', { sku: 'Z' }],
    ['unknown_node', { node: 'nowhere' }],
    ['unknown_channel', { channel: 'unheard' }],
  ])('what is refused as %s was never recorded and may come again', (code, fields) => {
    const book = new TestBook();
    book.apply(receipt(9));
    const refusal = book.refuse(placed('o1', 1, { id: 'x', ...fields }));
    expect(refusal.code).toBe(code);
    expect(refusal.sequence).toBeUndefined();
    book.apply(placed('o1', 2, { id: 'x' }));
    expect(book.at('WH')).toBe('available 7, committed 2');
  });
});

describe('lines of one order in one call', () => {
  test('stand or fall together: nothing is recorded, and it may come again', () => {
    const book = new TestBook();
    book.apply(receipt(9));
    const good = placed('o1', 2, { id: 'one' });
    const bad = placed('o1', 2, { id: 'two', line: '2', sku: 'Z' });
    expect(codes(book.post(good, bad))).toEqual(['order_refused', 'unknown_sku']);
    expect([book.at('WH'), book.ledger.log.length]).toEqual(['available 9', 1]);
    expect(codes(book.post(good, { ...bad, sku: 'B' }))).toEqual(['applied', 'applied']);
  });

  test('fall together when one was told before with other content', () => {
    const book = new TestBook();
    book.apply(receipt(9), placed('o1', 2, { id: 'one' }));
    const changed = placed('o1', 3, { id: 'one' });
    const fresh = placed('o1', 1, { id: 'two', line: '2' });
    expect(codes(book.post(fresh, changed))).toEqual(['order_refused', 'idempotency_mismatch']);
    expect(codes(book.post(fresh, placed('o1', 2, { id: 'one' })))).toEqual(['applied', 'duplicate']);
  });

  test('fall together when the call itself tells one twice with other content', () => {
    const book = new TestBook();
    book.apply(receipt(9));
    const results = book.post(placed('o1', 2, { id: 'one' }), placed('o1', 3, { id: 'one' }));
    expect(codes(results)).toEqual(['order_refused', 'idempotency_mismatch']);
    expect(book.at('WH')).toBe('available 9');
  });

  test('do not take other orders with them, nor other steps of their own', () => {
    const book = new TestBook();
    book.apply(receipt(9));
    const results = book.post(
      placed('o1', 2, { sku: 'Z' }),
      placed('o2', 2),
      shipped('o1', 1, { line: '3', node: 'WH' }),
      placed('o1', 1, { line: '2' }),
    );
    expect(codes(results)).toEqual(['unknown_sku', 'applied', 'applied', 'order_refused']);
    expect(book.at('WH')).toBe('available 7, committed 2');
  });

  test('ask for what they need together: an order of forty lines takes no more rounds than one of two', () => {
    const skus = Array.from({ length: 40 }, (_, index) => `S${index}`);
    const rounds = [2, 40].map((lines) => {
      const book = new TestBook(undefined, { ...testCatalog, skus });
      for (const sku of skus) book.apply(receipt(1, 'D2', { sku }));
      const wanted = skus.slice(0, lines).map((sku, index) => ({ sku, line: `${index}`, channel: 'quick' }));
      book.ledger.rounds_max = 0;
      const results = book.post(...wanted.map((of) => placed('o1', 2, of)));
      expect(results.map(({ shortfall }) => shortfall)).toEqual(wanted.map(() => 1));
      return book.ledger.rounds_max;
    });
    expect(rounds[1]).toBe(rounds[0]);
  });

  test('of one SKU draw on the same stock', () => {
    const book = new TestBook();
    book.apply(receipt(3));
    const results = book.post(placed('o1', 2), placed('o1', 2, { line: '2' }));
    expect(results.map(({ shortfall }) => shortfall ?? 0)).toEqual([0, 1]);
  });

  test('do not leave a backorder in the queue when they fall', () => {
    const book = new TestBook();
    book.apply(placed('waits', 1));
    const event = (fields: Record<string, unknown>) => book.event(fields);
    book.ledger.write(
      [
        [event(receipt(1))],
        [event(placed('falls', 4)), event(placed('falls', 1, { line: '2', sku: 'Z' }))],
        [event(receipt(2))],
      ],
      'tester',
      recorded,
    );
    expect(book.at('WH')).toBe('available 2, committed 1');
    expect(book.ledger.state.heads.get('A')?.backordered).toBe(0);
  });
});

describe('answers', () => {
  test('come in the order of the events, whatever stands together', () => {
    const book = new TestBook();
    const events = [
      placed('o1', 1, { id: 'a' }),
      receipt(5, 'WH', { id: 'b' }),
      placed('o2', 1, { id: 'c' }),
      placed('o1', 1, { id: 'd', line: '2' }),
      receipt(5, 'nowhere', { id: 'e' }),
      shipped('o1', 1, { id: 'f' }),
    ];
    expect(book.post(...events).map(({ id }) => id)).toEqual(['a', 'b', 'c', 'd', 'e', 'f']);
  });
});
