import { TZDate } from '@date-fns/tz';
import { endOfDay } from 'date-fns';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readNaiveLevels } from '@/lib/channels/server/read-naive-levels';
import { organisation } from '@/lib/shared/organisation';
import {
  type BrandChannel,
  brandDay,
  brandDayCatalog,
  brandDaySales,
  brandDaySupply,
} from '@/prisma/seed/brand-day';
import { OpenShop } from './open-shop';
import { RunningApp, until } from './running-app';

/** The brand's day with three shops that sell by themselves, over real HTTP in both directions. */
const { sku, darkStores } = brandDay;
const test_ms_max = 60_000;
const secret = 'whsec_dHJ1ZWNvdW50LXRlc3RzLW9wZW4tc2hvcC1zZWNyZXQ=';
const shops: Record<BrandChannel, OpenShop> = {
  webshop: new OpenShop(secret),
  marketplace: new OpenShop(secret),
  quick: new OpenShop(secret),
};
let app: RunningApp;
let key: string;
let database: pg.Pool;

beforeAll(async () => {
  // The figures are those of one day: close to its end the test waits for the next.
  await until(() => msUntilMidnight() > test_ms_max, test_ms_max + 1_000);
  app = await RunningApp.start();
  key = await app.createKey('admin');
  database = await app.database();
  for (const shop of Object.values(shops)) await shop.start();
  shops.webshop.list(sku);
  shops.marketplace.list(sku);
  for (const { node } of darkStores) shops.quick.list(sku, 0, 0, node);
}, 2 * test_ms_max);
afterAll(async () => {
  await database?.end();
  await app?.remove();
  await Promise.all(Object.values(shops).map((shop) => shop.stop()));
});

function msUntilMidnight(): number {
  const now = new TZDate(Date.now(), organisation.timeZone);
  return endOfDay(now).getTime() - now.getTime();
}

async function post(events: unknown[]): Promise<void> {
  const { status, body } = await app.call(key, 'POST', '/api/v1/events', { events });
  expect(status).toBe(200);
  for (const result of body.results as unknown[]) expect(result).toMatchObject({ status: 'applied' });
}

async function items<Item>(path: string): Promise<Item[]> {
  const { status, body } = await app.call(key, 'GET', `/api/v1${path}`);
  expect(status).toBe(200);
  return body.items as Item[];
}

interface Listing {
  channel: string;
  location: string | null;
  target: number;
  acknowledged: number | null;
}

const shown = (channel: BrandChannel, location?: string) => shops[channel].level(sku, location);
const soldAt = (channel: BrandChannel) =>
  brandDaySales()
    .filter((sale) => sale.channel === channel)
    .reduce((sum, sale) => sum + sale.quantity, 0);

test('what arrives and is moved stands at the shops without anybody typing it', async () => {
  const connection = (shop: OpenShop) => ({ baseUrl: shop.baseUrl, secret, pollSeconds: 1 });
  const catalog = brandDayCatalog({
    webshop: connection(shops.webshop),
    marketplace: connection(shops.marketplace),
    quick: connection(shops.quick),
  });
  const put = await app.call(key, 'PUT', '/api/v1/catalog', catalog);
  expect(put).toMatchObject({ status: 200, body: { channels: { created: 3 }, listings: { created: 5 } } });
  await post(brandDaySupply(new Date()));
  await until(() => shown('webshop') + shown('marketplace') === 723);
  for (const { node, moved } of darkStores) await until(() => shown('quick', node) === moved);
});

test('a flash sale at all three shops ends with the same numbers everywhere', async () => {
  const sales = brandDaySales();
  // Customers of all shops in turn; where a listing shows too little just then, they try until it shows more.
  const queues = Object.keys(shops).map((channel) => sales.filter((sale) => sale.channel === channel));
  const longest = Math.max(...queues.map((queue) => queue.length));
  for (let turn = 0; turn < longest; turn++)
    for (const queue of queues) {
      const sale = queue[turn];
      if (sale === undefined) continue;
      const { channel, order, quantity, node } = sale;
      await until(() => shops[channel].sell(order, sku, quantity, node) !== undefined);
    }
  expect([soldAt('webshop'), soldAt('marketplace'), soldAt('quick')]).toEqual([312, 89, 47]);

  for (const { channel, order, quantity } of sales) {
    const changed = shops[channel].change(order, { shipped: quantity });
    if (channel !== 'quick') continue;
    // This one does not wait to be asked.
    const { body, headers } = shops.quick.webhook(changed);
    expect(await app.call(null, 'POST', '/api/webhooks/quick', body, headers)).toMatchObject({ status: 200 });
  }

  const onHand = { bengaluru: 322, indiranagar: 31, koramangala: 25, 'hsr-layout': 21 };
  type Position = Record<'available' | 'committed' | 'onHand' | 'incoming', number> & { node: string };
  let positions: Position[] = [];
  await until(async () => {
    positions = await items<Position>(`/positions?sku=${sku}`);
    return positions.reduce((sum, position) => sum + position.onHand, 0) === 399;
  });
  expect(Object.fromEntries(positions.map((position) => [position.node, position.onHand]))).toEqual(onHand);
  for (const { available, committed, incoming, onHand: all } of positions)
    expect({ available, committed, incoming }).toEqual({ available: all, committed: 0, incoming: 0 });

  let listings: Listing[] = [];
  await until(async () => {
    listings = await items<Listing>(`/listings?sku=${sku}`);
    return listings.every(
      ({ channel, location, target, acknowledged }) =>
        acknowledged === target && shown(channel as BrandChannel, location ?? undefined) === target,
    );
  });
  expect(listings).toHaveLength(5);
  expect(listings.reduce((sum, { target }) => sum + target, 0)).toBe(399);
  const quick = listings.filter(({ channel }) => channel === 'quick');
  expect(Object.fromEntries(quick.map(({ location, target }) => [location, target]))).toEqual({
    indiranagar: 31,
    koramangala: 25,
    'hsr-layout': 21,
  });
  expect(shown('webshop') + shown('marketplace')).toBe(322);

  expect(await items(`/incidents?sku=${sku}`)).toEqual([]);
  expect(await items(`/orders?sku=${sku}&status=open`)).toEqual([]);
  expect(await items(`/orders?sku=${sku}&status=backordered`)).toEqual([]);
  for (const shop of Object.values(shops)) expect(shop.badSignatures).toBe(0);
  expect((await app.call(key, 'GET', '/api/v1/proof')).body).toMatchObject({ balanced: true });
}, 180_000);

test('the ledger tells how each of the 399 came to be left', async () => {
  interface Posting {
    type: string;
    node: string;
    changes: Record<string, number>;
    outside: Record<string, number>;
  }
  const postings = await items<Posting>(`/ledger?sku=${sku}&limit=1000`);
  const into = (account: string) =>
    postings.reduce((sum, posting) => sum + (posting.outside[account] ?? 0), 0);
  expect({ supplier: into('supplier'), customer: into('customer') }).toEqual({
    supplier: -847,
    customer: 448,
  });
  const moved = (type: string, state: string) =>
    postings
      .filter((posting) => posting.type === type)
      .reduce((sum, posting) => sum + (posting.changes[state] ?? 0), 0);
  expect(moved('transfer_dispatched', 'incoming')).toBe(124);
  expect(moved('transfer_received', 'available')).toBe(124);
});

test('three systems of their own would have believed in 535, 758 and 77', async () => {
  const day = await readNaiveLevels(database, sku);
  expect(day?.levels.map(({ channel, believed }) => [channel, believed])).toEqual([
    ['marketplace', 758],
    ['quick', 77],
    ['webshop', 535],
  ]);
  expect(day).toMatchObject({ believedTotal: 1370, left: 399, phantom: 971 });
});
