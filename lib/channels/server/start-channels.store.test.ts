import pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { OpenShop } from '@/e2e/open-shop';
import { createLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { listListings } from './list-listings';
import { markListingsDirty } from './mark-listings-dirty';
import { startChannels } from './start-channels';
import { ChannelTest, test_secret } from './test-channels';

const patience = { timeout: 30_000, interval: 20 };

let t: ChannelTest;
let shop: OpenShop;
let stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  t = await ChannelTest.open();
});
afterAll(() => t.close());
beforeEach(async () => {
  shop = new OpenShop(test_secret);
  await shop.start();
});
afterEach(async () => {
  await Promise.all(stops.map((stop) => stop()));
  stops = [];
  await shop.stop();
});

const connect = async () => {
  const client = new pg.Client({ connectionString: t.database.url });
  await client.connect();
  return client;
};
/** A worker as another process would be: with listeners of its own. */
const startWorker = async () => {
  const ledgerNotifications = createLedgerNotifications(connect);
  const started = await startChannels(t.deps, { connect, ledgerNotifications, look_ms: 50 });
  stops.push(async () => {
    await started.stop();
    await ledgerNotifications.close();
  });
};

test('two workers carry every event to the shop and every order to the ledger, each push once', async () => {
  await startWorker();
  await startWorker();
  await t.addSku('A');
  await t.addChannel('web', shop, ['delhi']);
  await t.addChannel('phone', null, ['delhi']);
  await t.addListing('web', 'A');
  await t.addListing('phone', 'A');
  shop.list('A');
  await markListingsDirty(t.database.pool, 'all');
  await t.receive('A', 'delhi', 20);
  await shop.until(() => shop.level('A') === 10);

  for (let index = 0; index < 4; index++) expect(shop.sell(`o-${index}`, 'A', 1)).toBeDefined();
  expect(shop.sell('too-much', 'A', 50)).toBeUndefined();
  await vi.waitFor(
    async () => expect(await t.balances('A')).toEqual({ available: 16, committed: 4 }),
    patience,
  );
  await shop.until(() => shop.level('A') === 8);

  await Promise.all(Array.from({ length: 50 }, () => t.receive('A', 'delhi', 2)));
  await shop.until(() => shop.level('A') === 58);
  await vi.waitFor(async () => expect((await t.sync('web', 'A')).due_at).toBeNull(), patience);
  const versions = shop.pushes.flat().map((update) => update.version);
  expect(new Set(versions).size).toBe(versions.length);
  expect(versions).toEqual([...versions].sort((a, b) => a - b));
});

test('a change of safety stock is carried out without any event', async () => {
  await startWorker();
  await t.addSku('B');
  await t.addChannel('app', shop, ['pune']);
  await t.addListing('app', 'B');
  shop.list('B');
  await t.receive('B', 'pune', 9);
  await shop.until(() => shop.level('B') === 9);
  await t.query(`INSERT INTO safety_stock_policy (sku, node, units) VALUES ('B', 'pune', 4)`);
  await markListingsDirty(t.database.pool, ['B']);
  await shop.until(() => shop.level('B') === 5);
});

test('a channel whose address is put right is connected at once, whatever its back-off', async () => {
  await t.addSku('E');
  await t.addChannel('wrong', shop, ['surat']);
  await t.addListing('wrong', 'E');
  await t.query(
    `UPDATE channel SET config = config || '{"baseUrl": "http://127.0.0.1:1/"}' WHERE channel = 'wrong'`,
  );
  shop.list('E');
  await t.receive('E', 'surat', 3);
  await startWorker();
  const failures = `SELECT 1 FROM channel_sync WHERE channel = 'wrong' AND failures > 0`;
  await vi.waitFor(async () => expect(await t.query(failures)).toHaveLength(1), patience);
  await t.query(`UPDATE channel_sync SET audit_due_at = now() + interval '1 hour' WHERE channel = 'wrong'`);
  await t.query(
    `UPDATE channel SET config = jsonb_set(config, '{baseUrl}', to_jsonb($1::text)), version = version + 1
     WHERE channel = 'wrong'`,
    [shop.baseUrl],
  );
  await shop.until(() => shop.level('E') === 3);
});

test('a worker killed while its push is out loses nothing', async () => {
  await t.addSku('C');
  await t.addChannel('mall', shop, ['goa']);
  await t.addListing('mall', 'C');
  shop.list('C');
  let release = () => {};
  shop.fault('push', { do: 'wait', until: new Promise<void>((resolve) => (release = resolve)) });
  const child = t.spawnWorker();
  const gone = new Promise((resolve) => child.once('exit', resolve));
  await markListingsDirty(t.database.pool, ['C']);
  await t.receive('C', 'goa', 6);
  await shop.until(() => shop.pushes.length === 1);
  child.kill('SIGKILL');
  await gone;
  release();
  await t.endLeases('mall');
  await t.receive('C', 'goa', 1);
  await startWorker();
  await shop.until(() => shop.level('C') === 7);
  await vi.waitFor(
    async () => expect(await t.sync('mall', 'C')).toMatchObject({ acknowledged: '7', due_at: null }),
    patience,
  );
});

test('listings are listed with what they show, may still sell, and were told', async () => {
  await t.addSku('D');
  await t.addChannel('shop-d', shop, ['agra']);
  await t.addChannel('none-d', null, ['agra']);
  await t.addListing('shop-d', 'D', { unitsPerListing: 2 });
  await t.addListing('none-d', 'D');
  shop.list('D');
  await t.receive('D', 'agra', 20);
  await t.recompute('D');
  await t.readBack('shop-d');
  await t.push('shop-d');
  shop.sell('d-1', 'D', 1);
  await t.poll('shop-d');
  const page = await listListings(t.database.pool, { sku: 'D', limit: 1 });
  expect(page.items).toEqual([
    {
      channel: 'none-d',
      sku: 'D',
      location: null,
      target: 10,
      published: null,
      acknowledged: null,
      estimate: null,
      exposure: 10,
      held: 10,
      mode: 'fixed_share',
      lastAcknowledgedAt: null,
      drift: null,
    },
  ]);
  const rest = await listListings(t.database.pool, { sku: 'D', ...(page.next ? { cursor: page.next } : {}) });
  expect(rest.items).toMatchObject([
    { channel: 'shop-d', target: 10, published: 5, acknowledged: 5, estimate: 4, exposure: 10, held: 10 },
  ]);
  expect(rest.next).toBeUndefined();
  expect((await listListings(t.database.pool, { channel: 'shop-d' })).items).toHaveLength(1);
});
