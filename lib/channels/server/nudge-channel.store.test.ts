import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { OpenShop } from '@/e2e/open-shop';
import { acceptDrift } from './accept-drift';
import { listChannelListings } from './list-channel-listings';
import { readBackNow, retryListing } from './nudge-channel';
import { pauseChannel } from './pause-channel';
import { pauseListing } from './pause-listing';
import { readChannelBoard } from './read-channel-board';
import { ChannelTest, test_secret } from './test-channels';

let t: ChannelTest;
let shop: OpenShop;

beforeAll(async () => {
  t = await ChannelTest.open();
});
afterAll(() => t.close());
beforeEach(async () => {
  shop = new OpenShop(test_secret);
  await shop.start();
});
afterEach(() => shop.stop());

const listings = async (
  channel: string,
  filter: 'all' | 'drift' | 'failing' | 'paused' | 'waiting' = 'all',
) => (await listChannelListings(t.database.pool, { channel, filter })).items;

/** Somebody changes the number in the shop itself. */
function edit(sku: string, quantity: number): void {
  for (const level of shop.levels.values()) if (level.listing === sku) level.quantity = quantity;
}

/** A connected channel with one listing of its own SKU that shows 10. */
async function connected(channel: string) {
  const sku = `SKU-${channel}`;
  await t.addSku(sku);
  await t.addChannel(channel, shop, ['delhi']);
  await t.addListing(channel, sku);
  shop.list(sku);
  await t.receive(sku, 'delhi', 10);
  await t.readBack(channel);
  await t.push(channel);
  expect(shop.level(sku)).toBe(10);
  return { sku, key: { channel, sku, location: '' } };
}

test('a push that fails counts, shows its error, and is tried again when somebody asks', async () => {
  const { sku, key } = await connected('one');
  await t.receive(sku, 'delhi', 5);
  await t.recompute(sku);
  shop.fault('push', { do: 'status', status: 503 });
  expect(await t.push('one')).toBe('backing_off');
  expect(await listings('one', 'failing')).toMatchObject([
    { sku, attempts: 1, target: 15, acknowledged: 10 },
  ]);
  expect(await t.push('one')).toBe('idle');
  expect(await retryListing(t.database.pool, key)).toEqual({ ok: true });
  await t.push('one');
  expect(shop.level(sku)).toBe(15);
  expect(await listings('one', 'failing')).toEqual([]);
  expect(await readChannelBoard(t.database.pool, 'one')).toMatchObject([
    { channel: 'one', pushed: 2, pushFailed: 1, sources: ['delhi'], waiting: 0 },
  ]);
});

test('while pushing is paused nothing is retried, and what is paused says why', async () => {
  const { sku, key } = await connected('two');
  const { pool } = t.database;
  await pauseChannel(pool, 'two', true, 'stocktake');
  expect(await retryListing(pool, key)).toMatchObject({ ok: false, code: 'paused' });
  expect(await readChannelBoard(pool, 'two')).toMatchObject([{ paused: true, pausedReason: 'stocktake' }]);
  await pauseChannel(pool, 'two', false);
  await pauseListing(pool, key, true, 'wrong photo');
  expect(await listings('two', 'paused')).toMatchObject([{ sku, paused: true, pausedReason: 'wrong photo' }]);
  expect(await retryListing(pool, key)).toMatchObject({ code: 'paused' });
  await pauseListing(pool, key, false);
  expect(await retryListing(pool, { ...key, sku: 'never' })).toMatchObject({ code: 'unknown_listing' });
});

test('a drifted number stands when it is accepted, as long as it is covered and still there', async () => {
  const { sku, key } = await connected('three');
  const { pool } = t.database;
  expect(await acceptDrift(pool, key)).toMatchObject({ ok: false, code: 'no_drift' });
  edit(sku, 14);
  await t.readBack('three');
  expect(await listings('three', 'drift')).toMatchObject([{ drift: 4, observed: 14, theirsStands: true }]);
  expect(await acceptDrift(pool, key)).toMatchObject({ ok: false, code: 'not_covered' });
  await t.receive(sku, 'delhi', 4);
  expect(await acceptDrift(pool, key)).toEqual({ ok: true, quantity: 14 });
  expect(await listings('three', 'drift')).toEqual([]);
  expect(await t.push('three')).toBe('idle');

  edit(sku, 16);
  await t.readBack('three');
  await t.push('three');
  expect(await acceptDrift(pool, key)).toMatchObject({ ok: false, code: 'overtaken' });
  expect(shop.level(sku)).toBe(14);
});

test('a read-back can be asked for, where there is somebody to ask', async () => {
  await connected('four');
  await t.addChannel('silent', null, ['delhi']);
  const { pool } = t.database;
  expect(await readBackNow(pool, 'four')).toEqual({ ok: true });
  const [due] = await t.query<{ due: boolean }>(
    `SELECT audit_due_at <= now() AS due FROM channel_sync WHERE channel = 'four'`,
  );
  expect(due?.due).toBe(true);
  expect(await readBackNow(pool, 'silent')).toMatchObject({ ok: false, code: 'not_connectable' });
});
