import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type BookChange, type Order, type Plan, ShopBook } from './shop-book';

const at = (ms: number) => new Date(Date.UTC(2026, 0, 1) + ms);
const ship: Plan = { atMs: at(0).getTime(), step: 'ship' };

function shop(quantity = 0): ShopBook {
  const book = new ShopBook('T');
  book.apply(book.list('a'));
  if (quantity > 0) push(book, quantity, 1);
  return book;
}

function push(book: ShopBook, quantity: number, version: number, ms = 0) {
  const { answer, change } = book.take([{ listing: 'a', quantity, version }], at(ms));
  book.apply(change);
  return answer.results[0];
}

function sell(book: ShopBook, quantity: number, ms = 0, plan = ship): string | undefined {
  const change: BookChange = book.sell([{ listing: 'a', quantity }], at(ms), plan);
  book.apply(change);
  return change.order?.order.order;
}

describe('selling', () => {
  test('ends at zero, and who is turned away is counted', () => {
    const book = shop(2);
    expect(sell(book, 1)).toBe('T-1');
    expect(sell(book, 2)).toBeUndefined();
    expect(sell(book, 1)).toBe('T-2');
    expect(sell(book, 1)).toBeUndefined();
    expect(book.levelOf('a').quantity).toBe(0);
    expect(book.counts).toEqual({ orders: 2, units: 2, refused: 2 });
  });

  test('of one listing twice in an order takes it twice', () => {
    const book = shop(3);
    const change = book.sell(
      [
        { listing: 'a', quantity: 2 },
        { listing: 'a', quantity: 2 },
      ],
      at(0),
      ship,
    );
    book.apply(change);
    expect(change.order?.order.lines).toHaveLength(1);
    expect(book.levelOf('a').quantity).toBe(1);
  });

  test('nobody is let in before there is anything', () => {
    const book = shop();
    expect(book.isOpen).toBe(false);
    push(book, 1, 1);
    expect(book.isOpen).toBe(true);
  });
});

describe('updates', () => {
  test('apply in the order of their versions, each once', () => {
    const book = shop();
    const first = push(book, 5, 3, 10);
    expect(first).toMatchObject({ status: 'applied', appliedAt: at(10).toISOString() });
    sell(book, 2, 20);
    expect(push(book, 5, 3, 30)).toEqual(first);
    expect(book.levelOf('a').quantity).toBe(3);
    expect(push(book, 9, 2, 40)).toMatchObject({ status: 'stale', observed: 3 });
    expect(push(book, 9, 4, 50)).toMatchObject({ status: 'applied', appliedAt: at(50).toISOString() });
    expect(book.levelOf('a').quantity).toBe(9);
  });

  test('of listings that the shop does not carry are rejected', () => {
    const { answer } = shop().take([{ listing: 'b', quantity: 1, version: 1 }], at(0));
    expect(answer.results).toEqual([{ listing: 'b', status: 'rejected' }]);
  });
});

test('a cancelled unit can be bought again, and is reported with its time', () => {
  const book = shop(1);
  const name = sell(book, 1, 0, { atMs: at(5).getTime(), step: 'cancel' });
  expect(book.advance(name ?? '', at(4), null)).toBeUndefined();
  book.apply(book.advance(name ?? '', at(6), null) ?? {});
  expect(book.levelOf('a').quantity).toBe(1);
  book.release();
  expect(book.give(null, at(10)).orders[0]?.lines[0]).toMatchObject({
    cancelled: 1,
    cancelledAt: at(6).toISOString(),
    restocked: 1,
  });
});

type Step = { do: 'sell' | 'cancel' | 'ship' | 'release' | 'poll' | 'restart'; pick: number };

test('whoever keeps the cursor hears of everything, and no watermark promised more than was told', () => {
  const steps = fc.array(
    fc.record<Step>({
      do: fc.constantFrom('sell', 'sell', 'sell', 'cancel', 'ship', 'release', 'poll', 'restart'),
      pick: fc.nat(1_000),
    }),
    { maxLength: 400 },
  );
  fc.assert(
    fc.property(steps, (all) => {
      let book = shop(1_000);
      let cursor: string | null = null;
      let watermark = Number.NEGATIVE_INFINITY;
      const heard = new Map<string, Order>();
      const names: string[] = [];
      const poll = (ms: number) => {
        const page = book.give(cursor, at(ms));
        for (const order of page.orders) {
          const before = heard.get(order.order);
          if (before === undefined) expect(Date.parse(order.placedAt)).toBeGreaterThan(watermark);
          const wasCancelled = before?.lines[0]?.cancelledAt !== undefined;
          const { cancelledAt } = order.lines[0] ?? {};
          if (!wasCancelled && cancelledAt !== undefined)
            expect(Date.parse(cancelledAt)).toBeGreaterThan(watermark);
          heard.set(order.order, order);
        }
        cursor = page.next;
        watermark = Math.max(watermark, Date.parse(page.watermark));
        return page.orders.length;
      };
      all.forEach((step, ms) => {
        if (step.do === 'sell') {
          const name = sell(book, 1, ms, { atMs: 0, step: step.pick % 2 === 0 ? 'cancel' : 'ship' });
          if (name !== undefined) names.push(name);
        } else if (step.do === 'release') book.release();
        else if (step.do === 'poll') poll(ms);
        else if (step.do === 'restart') {
          const whole = JSON.parse(JSON.stringify(book.whole()));
          book = new ShopBook('T');
          book.restore(whole);
        } else {
          const name = names[step.pick % Math.max(1, names.length)];
          const change = name === undefined ? undefined : book.advance(name, at(ms), null);
          if (change !== undefined) book.apply(change);
        }
      });
      book.release();
      while (poll(all.length + 1) > 0);
      expect([...heard.keys()].sort()).toEqual([...names].sort());
      for (const name of names) expect(heard.get(name)).toEqual(book.orders.get(name)?.order);
    }),
    { numRuns: 60 },
  );
});

test('what is told twice is what was told before', () => {
  const book = shop(10);
  for (let order = 0; order < 5; order++) sell(book, 1, order);
  book.release();
  const first = book.give(null, at(10));
  sell(book, 1, 11);
  book.release();
  const again = book.give(first.next, at(12), true);
  expect(again.orders.map(({ order }) => order)).toEqual(['T-4', 'T-5', 'T-6']);
  expect(again.next).toBe('6');
});
