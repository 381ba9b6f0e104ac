import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedShare } from '@/lib/allocation/fixed-share';
import { listPositionsWithAvailability } from '@/lib/availability/server/list-positions-with-availability';
import { listListings } from '@/lib/channels/server/list-listings';
import { readNaiveLevels } from '@/lib/channels/server/read-naive-levels';
import { takeDirtySkus } from '@/lib/channels/server/take-dirty-skus';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { prove } from '@/lib/ledger/server/prove';
import { putCatalogAs } from '@/lib/runtime/catalog';
import { closeLedger, getLedger } from '@/lib/runtime/ledger';
import { brandDay, brandDayEvents, brandDaySales, playBrandDay } from './brand-day';

const { sku } = brandDay;
const secretKey = 'a secret key of the tests, 32 chars';
let database: TestDatabase;

beforeAll(async () => {
  process.env.TRUECOUNT_SECRET_KEY = secretKey;
  database = await createTestDatabase();
  await playBrandDay({
    putCatalog: (catalog) =>
      putCatalogAs(database.pool, catalog, { kind: 'key', id: 'test', name: 'test', role: 'admin' }),
    post: (events) => getLedger().post(events, 'key:test'),
    now: new Date(),
  });
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('847 less 448 are 399: 322 in the warehouse, 77 in the dark stores', async () => {
  const { items } = await listPositionsWithAvailability(database.pool, { sku });
  const onHand = Object.fromEntries(items.map((item) => [item.node, item.onHand]));
  expect(onHand).toEqual({ bengaluru: 322, indiranagar: 31, koramangala: 25, 'hsr-layout': 21 });
  for (const item of items)
    expect(item).toMatchObject({
      available: item.onHand,
      availableToSell: item.onHand,
      committed: 0,
      incoming: 0,
    });
});

test('the listings may sell 399 together and not one more', async () => {
  while ((await takeDirtySkus(database.pool, fixedShare)) > 0);
  const { items } = await listListings(database.pool, { sku });
  const targets = items.map(({ channel, location, target }) => [channel, location, target]);
  expect(targets).toEqual([
    ['marketplace', null, 161],
    ['quick', 'hsr-layout', 21],
    ['quick', 'indiranagar', 31],
    ['quick', 'koramangala', 25],
    ['webshop', null, 161],
  ]);
  expect(items.reduce((sum, { target }) => sum + target, 0)).toBe(399);
});

test('systems of their own would believe in 535, 758 and 77', async () => {
  const day = await readNaiveLevels(database.pool, sku);
  expect(day?.levels).toEqual([
    { channel: 'marketplace', start: 847, sold: 89, believed: 758 },
    { channel: 'quick', start: 124, sold: 47, believed: 77 },
    { channel: 'webshop', start: 847, sold: 312, believed: 535 },
  ]);
  expect(day).toMatchObject({ believedTotal: 1370, left: 399, phantom: 971 });
});

test('it is proven, and was recorded as it was told', async () => {
  const proof = await prove({ pool: database.pool, secretKey });
  expect(proof).toMatchObject({ balanced: true, events: 1 + 6 + 2 * brandDaySales().length });
  const { rows } = await database.pool.query(
    'SELECT count(*)::int AS count FROM inventory_event WHERE refusal IS NOT NULL OR shortfall > 0',
  );
  expect(rows).toEqual([{ count: 0 }]);
});

test.each([
  ['at noon', '2026-03-01T06:30:00.000Z'],
  ['one minute after midnight', '2026-02-28T18:31:00.000Z'],
  ['at midnight', '2026-02-28T18:30:00.000Z'],
])('all but the delivery lies within the day, %s', (_name, instant) => {
  const now = new Date(instant);
  const midnight = Date.parse('2026-02-28T18:30:00.000Z');
  const [delivery, ...others] = brandDayEvents(now);
  expect(delivery?.type).toBe('receipt');
  expect(Date.parse(delivery?.occurredAt ?? '')).toBeLessThan(midnight);
  for (const event of others) {
    expect(Date.parse(event.occurredAt)).toBeGreaterThanOrEqual(midnight);
    expect(Date.parse(event.occurredAt)).toBeLessThanOrEqual(now.getTime());
  }
  expect(new Set(others.map((event) => `${event.source} ${event.id}`)).size).toBe(others.length);
});
