import { beforeAll, describe, expect, test } from 'vitest';
import { catalogSchema } from '@/lib/catalog/schema';
import { organisation } from '@/lib/shared/organisation';
import { type RetailRow, readOnlineRetail } from '../online-retail';
import { demoChannels } from './brand';
import { demoCatalog, demoSkus } from './catalog';
import { ean13, isEan13 } from './ean-13';
import { type DemoHistory, demoHistory } from './history';
import { day_ms, startOfDayMs } from './ist';
import { sandboxSales } from './sales';
import { TimeQueue } from './time-queue';

const now = new Date('2026-03-14T11:30:00.000Z');
let rows: RetailRow[];
let history: DemoHistory;

beforeAll(async () => {
  rows = await readOnlineRetail();
  history = demoHistory(rows, now);
}, 30_000);

describe('EAN-13', () => {
  // 4006381333931 and 9780306406157 are printed as examples of the check digit all over.
  test.each(['4006381333931', '9780306406157', '5901234123457'])('%s', (code) => {
    expect(ean13(code.slice(0, 12))).toBe(code);
    expect(isEan13(code)).toBe(true);
    expect(isEan13(`${code.slice(0, 12)}${(Number(code[12]) + 1) % 10}`)).toBe(false);
  });
});

describe('the catalogue', () => {
  test('is one that PUT /catalog takes, with codes that nobody shares', () => {
    const { skus, listings, channels } = catalogSchema.parse(demoCatalog());
    expect(skus.length).toBeGreaterThanOrEqual(150);
    expect(new Set(skus.map(({ sku }) => sku)).size).toBe(skus.length);
    const barcodes = skus.flatMap(({ barcodes }) => barcodes ?? []);
    expect(barcodes).toHaveLength(skus.length);
    expect(new Set(barcodes).size).toBe(barcodes.length);
    expect(barcodes.filter((barcode) => !isEan13(barcode))).toEqual([]);
    for (const { channel } of channels) {
      const listed = listings
        .filter((listing) => listing.channel === channel)
        .map(({ externalId, sku, location }) => `${externalId ?? sku} ${location}`);
      expect(listed.length).toBeGreaterThan(50);
      expect(new Set(listed).size).toBe(listed.length);
    }
  });

  test('every SKU is sold for more than it costs', () => {
    for (const { price, unitCost } of demoSkus) expect(price).toBeGreaterThan(unitCost);
  });
});

describe('the history', () => {
  test('is the same for the same rows and instant', () => {
    expect(demoHistory(rows, now)).toEqual(history);
  });

  test('fills three months up to now, in order of time, under ids of their own', () => {
    const times = history.events.map(({ occurredAt }) => Date.parse(occurredAt));
    expect(times).toEqual([...times].sort((a, b) => a - b));
    expect(now.getTime() - (times[0] ?? 0)).toBeGreaterThan(89 * day_ms);
    expect(times.at(-1)).toBeLessThanOrEqual(now.getTime());
    expect(now.getTime() - (times.at(-1) ?? 0)).toBeLessThan(3_600_000);
    expect(new Set(history.events.map(({ source, id }) => `${source} ${id}`)).size).toBe(
      history.events.length,
    );
  });

  test('is between 40,000 and 60,000 events on every day of the week', () => {
    for (let day = 0; day < 7; day++) {
      const { events } = demoHistory(rows, new Date(now.getTime() + day * day_ms));
      expect(events.length).toBeGreaterThan(40_000);
      expect(events.length).toBeLessThan(60_000);
    }
  });

  test('sells on each of its days, and nothing leaves that was not ordered', () => {
    const days = new Set<number>();
    const open = new Map<string, number>();
    for (const event of history.events) {
      if (event.type === 'order_placed') days.add(startOfDayMs(Date.parse(event.occurredAt)));
      if (event.type !== 'order_placed' && event.type !== 'order_shipped' && event.type !== 'order_cancelled')
        continue;
      const key = `${event.channel} ${event.order} ${event.line}`;
      const left = (open.get(key) ?? 0) + (event.type === 'order_placed' ? event.quantity : -event.quantity);
      expect(left).toBeGreaterThanOrEqual(0);
      open.set(key, left);
    }
    expect(days.size).toBeGreaterThanOrEqual(90);
    const unfinished = history.unfinished.filter(({ kind }) => kind === 'order');
    expect([...open.values()].reduce((sum, units) => sum + units, 0)).toBe(
      unfinished.reduce((sum, { units }) => sum + units, 0),
    );
  });
});

test('what the shops sell later on is the rest of the real orders, for every channel, in order of time', () => {
  const sales = sandboxSales(rows);
  for (const { channel } of demoChannels) {
    const its = sales.get(channel) ?? [];
    expect(its.length).toBeGreaterThan(2_000);
    expect(its.every((sale, index) => sale.atMs >= (its[index - 1]?.atMs ?? 0))).toBe(true);
    expect(its.every(({ lines }) => lines.length > 0 && lines.every(({ packs }) => packs > 0))).toBe(true);
  }
});

test('a day begins at the organisation’s midnight', () => {
  expect(organisation.timeZone).toBe('Asia/Kolkata');
  expect(new Date(startOfDayMs(Date.parse('2026-03-14T18:29:59.999Z'))).toISOString()).toBe(
    '2026-03-13T18:30:00.000Z',
  );
  expect(new Date(startOfDayMs(Date.parse('2026-03-14T18:30:00.000Z'))).toISOString()).toBe(
    '2026-03-14T18:30:00.000Z',
  );
});

test('what comes first is taken first, also of many at once', () => {
  const queue = new TimeQueue<number>();
  const times = [5, 1, 4, 1, 3, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9];
  times.forEach((atMs, index) => {
    queue.put(atMs, index);
  });
  const taken: { atMs: number; item: number }[] = [];
  for (let next = queue.take(); next !== undefined; next = queue.take()) taken.push(next);
  const wanted = times
    .map((atMs, item) => ({ atMs, item }))
    .sort((a, b) => a.atMs - b.atMs || a.item - b.item);
  expect(taken.map(({ atMs, item }) => ({ atMs, item }))).toEqual(wanted);
});
