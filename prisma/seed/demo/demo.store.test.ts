import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixedShare } from '@/lib/allocation/fixed-share';
import { listPositionsWithAvailability } from '@/lib/availability/server/list-positions-with-availability';
import { listListings } from '@/lib/channels/server/list-listings';
import { readNaiveLevels } from '@/lib/channels/server/read-naive-levels';
import { takeDirtySkus } from '@/lib/channels/server/take-dirty-skus';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { prove } from '@/lib/ledger/server/prove';
import { loadDemo } from '@/lib/runtime/load-demo';
import { brandDay } from '../brand-day';
import { demoChannels } from './brand';
import type { DemoHistory } from './history';

const { sku } = brandDay;
const secretKey = 'a secret key of the tests, 32 chars';
const now = new Date();
const lines: string[] = [];
let database: TestDatabase;
let history: DemoHistory;

beforeAll(async () => {
  process.env.TRUECOUNT_SECRET_KEY = secretKey;
  database = await createTestDatabase();
  history = await loadDemo({ now, progress: (line) => lines.push(line) });
});
afterAll(() => database.drop());

async function count(query: string, values: unknown[] = []): Promise<number> {
  const { rows } = await database.pool.query<{ count: number }>(query, values);
  return rows[0]?.count ?? Number.NaN;
}

test('three months are there, proven, and it was said how far it had come', async () => {
  expect(history.events.length).toBeGreaterThan(40_000);
  const proof = await prove({ pool: database.pool, secretKey });
  expect(proof).toMatchObject({ balanced: true, events: history.events.length, findings: [] });
  expect(lines.at(-1)).toContain(`${history.events.length} events`);
});

test('the SKU of the brand’s day ends at 399: 322 in the warehouse, 77 in the dark stores', async () => {
  const { items } = await listPositionsWithAvailability(database.pool, { sku });
  const onHand = Object.fromEntries(items.map((item) => [item.node, item.onHand]));
  expect(onHand).toEqual({ bengaluru: 322, indiranagar: 31, koramangala: 25, 'hsr-layout': 21 });
  for (const item of items)
    expect(item).toMatchObject({ availableToSell: item.onHand, committed: 0, incoming: 0 });
  const day = await readNaiveLevels(database.pool, sku);
  expect(day?.levels.map(({ channel, believed }) => [channel, believed])).toEqual([
    ['marketplace', 758],
    ['quick', 77],
    ['webshop', 535],
  ]);
  expect(day).toMatchObject({ believedTotal: 1370, left: 399, phantom: 971 });
  while ((await takeDirtySkus(database.pool, fixedShare)) > 0);
  const listings = await listListings(database.pool, { sku });
  expect(listings.items.map(({ target }) => target).sort((a, b) => a - b)).toEqual([21, 25, 31, 161, 161]);
});

test('every channel has sold, a few orders could not be filled, and some wait to be sent', async () => {
  for (const { channel } of demoChannels)
    expect(
      await count('SELECT count(*)::int AS count FROM order_line WHERE channel = $1', [channel]),
    ).toBeGreaterThan(500);
  const incidents = await count('SELECT count(*)::int AS count FROM oversell_incident');
  expect(incidents).toBeGreaterThan(2);
  expect(incidents).toBeLessThan(60);
  const open = history.unfinished.filter(({ kind }) => kind === 'order');
  const committed = await count('SELECT sum(committed)::int AS count FROM position');
  const backordered = await count('SELECT sum(backordered)::int AS count FROM order_line');
  expect(committed + backordered).toBe(open.reduce((sum, { units }) => sum + units, 0));
  expect(
    await count(`SELECT count(*)::int AS count FROM discrepancy WHERE resolved_sequence IS NULL`),
  ).toBeGreaterThan(0);
  expect(await count('SELECT count(*)::int AS count FROM inventory_event WHERE refusal IS NOT NULL')).toBe(0);
});

test('loaded again after having been cut off, nothing is doubled', async () => {
  const events = 'SELECT count(*)::int AS count FROM inventory_event';
  const before = await count(events);
  await loadDemo({ now });
  expect(await count(events)).toBe(before);
});
