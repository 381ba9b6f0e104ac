import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OpenShop } from '@/e2e/open-shop';
import { fixedShare } from '@/lib/allocation/fixed-share';
import { claimPushes } from './claim-pushes';
import { pauseChannel } from './pause-channel';
import { pauseListing } from './pause-listing';
import { ChannelTest, test_secret } from './test-channels';

let t: ChannelTest;
let shop: OpenShop;
let serial = 0;
let channel: string;
let sku: string;

beforeAll(async () => {
  t = await ChannelTest.open();
});
afterAll(() => t.close());

/** Every test has a shop, a channel, a node and a SKU of its own with 10 units; the shop shows 0. */
beforeEach(async () => {
  serial += 1;
  channel = `web${serial}`;
  sku = `SKU-${serial}`;
  shop = new OpenShop(test_secret);
  await shop.start();
  await t.addSku(sku);
  await t.addChannel(channel, shop, [`node${serial}`]);
  await t.addListing(channel, sku);
  shop.list(sku);
  await t.receive(sku, `node${serial}`, 10);
  await t.recompute(sku);
});
afterEach(() => shop.stop());

const change = async (quantity: number) => {
  await t.receive(sku, `node${serial}`, quantity);
  await t.recompute(sku);
};

describe('a push', () => {
  test('waits for the first read-back, then reaches the shop, signed, and is settled', async () => {
    expect(await t.push(channel)).toBe('idle');
    expect(shop.pushes).toHaveLength(0);
    await t.readBack(channel);
    await t.push(channel);
    expect(shop.level(sku)).toBe(10);
    expect(shop.badSignatures).toBe(0);
    expect(await t.sync(channel, sku)).toMatchObject({
      published: '10',
      acknowledged: '10',
      due_at: null,
      attempts: 0,
    });
    await t.push(channel);
    expect(shop.pushes).toHaveLength(1);
  });

  test('a hundred changes while one is out are one further push, with the last number', async () => {
    await t.readBack(channel);
    let release = () => {};
    const held = new Promise<void>((resolve) => (release = resolve));
    shop.fault('push', { do: 'wait', until: held });
    const first = t.push(channel);
    await shop.until(() => shop.pushes.length === 1);
    for (let index = 0; index < 100; index++) await change(1);
    expect(await t.push(channel)).toBe('idle');
    release();
    await first;
    while ((await t.push(channel)) !== 'idle' || shop.pushes.length < 2);
    await t.push(channel);
    expect(shop.pushes.length).toBeLessThanOrEqual(3);
    expect(shop.level(sku)).toBe(110);
    expect(await t.sync(channel, sku)).toMatchObject({ acknowledged: '110', due_at: null });
    const versions = shop.pushes.flat().map((update) => update.version);
    expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
  });

  test('a lost response is settled by the same version and quantity, applied once', async () => {
    await t.readBack(channel);
    shop.fault('push', { do: 'lose_response' });
    expect(await t.push(channel)).toBe('backing_off');
    expect(await t.push(channel)).toBe('idle');
    await t.endBackOff(channel);
    await t.push(channel);
    expect(shop.pushes).toHaveLength(2);
    expect(shop.pushes[1]).toEqual(shop.pushes[0]);
    expect(shop.applied).toHaveLength(1);
    expect(await t.sync(channel, sku)).toMatchObject({ acknowledged: '10', due_at: null, attempts: 0 });
  });

  test('a lost response is superseded where the number has changed meanwhile', async () => {
    await t.readBack(channel);
    shop.fault('push', { do: 'lose_response' });
    await t.push(channel);
    await change(5);
    await t.endBackOff(channel);
    await t.push(channel);
    const [first, second] = shop.pushes.flat();
    expect(second?.quantity).toBe(15);
    expect(second?.version).toBeGreaterThan(first?.version ?? 0);
    expect(shop.level(sku)).toBe(15);
  });

  test('a higher version at the shop is taken over and pushed above', async () => {
    await t.readBack(channel);
    await t.push(channel);
    const foreign = Number((await t.sync(channel, sku)).version) + 1_000;
    shop.list(sku, 3, foreign);
    await change(2);
    await t.push(channel);
    expect(shop.level(sku)).toBe(3);
    expect(await t.sync(channel, sku)).toMatchObject({ version: String(foreign), acknowledged: '3' });
    await t.push(channel);
    expect(shop.level(sku)).toBe(12);
    expect(Number((await t.sync(channel, sku)).version)).toBe(foreign + 1);
  });

  test('a shop that is down gets the newest number when it is back, and Retry-After is waited', async () => {
    await t.readBack(channel);
    const { port } = shop;
    await shop.stop();
    expect(await t.push(channel)).toBe('backing_off');
    await change(7);
    await shop.start(port);
    shop.fault('push', { do: 'status', status: 503, retryAfter: '120' });
    await t.endBackOff(channel);
    expect(await t.push(channel)).toBe('backing_off');
    const [wait] = await t.query<{ seconds: number; push_failures: number }>(
      `SELECT extract(epoch FROM push_due_at - now())::float8 AS seconds, push_failures FROM channel_sync
       WHERE channel = $1`,
      [channel],
    );
    expect(wait?.seconds).toBeGreaterThan(115);
    expect(wait?.push_failures).toBe(2);
    await t.endBackOff(channel);
    await t.push(channel);
    expect(shop.level(sku)).toBe(17);
    expect(
      await t.query('SELECT push_failures, push_error FROM channel_sync WHERE channel = $1', [channel]),
    ).toEqual([{ push_failures: 0, push_error: null }]);
  });

  test('answers that are no answers leave the push unsettled', async () => {
    await t.readBack(channel);
    for (const body of ['not json', '{"results":[{"listing":1}]}', '{}']) {
      shop.fault('push', { do: 'body', body });
      expect(await t.push(channel)).toBe('backing_off');
      await t.endBackOff(channel);
    }
    shop.fault('push', { do: 'body', body: '{"results":[]}' });
    await t.push(channel);
    expect(await t.sync(channel, sku)).toMatchObject({ acknowledged: '0', attempts: 4 });
    await t.endBackOff(channel);
    await t.push(channel);
    expect(new Set(shop.pushes.flat().map((update) => update.version)).size).toBe(1);
    expect(shop.level(sku)).toBe(10);
  });

  test('a listing that the shop rejects backs off by itself, the others go on', async () => {
    const other = `${sku}-other`;
    await t.addSku(other);
    await t.addListing(channel, other, { externalId: 'unheard-of' });
    await t.receive(other, `node${serial}`, 4);
    await t.recompute(other);
    await t.readBack(channel);
    await t.push(channel);
    expect(shop.level(sku)).toBe(10);
    expect(await t.sync(channel, other)).toMatchObject({ attempts: 1, in_flight_until: null });
    expect((await t.sync(channel, other)).last_error).toContain('rejects');
    expect(await t.push(channel)).toBe('idle');
  });
});

describe('paused', () => {
  test('a channel keeps its backlog and sends the newest when it goes on', async () => {
    await t.readBack(channel);
    await pauseChannel(t.database.pool, channel, true, 'stocktaking');
    await change(1);
    await change(1);
    expect(await t.push(channel)).toBe('idle');
    expect(shop.pushes).toHaveLength(0);
    await pauseChannel(t.database.pool, channel, false);
    await t.push(channel);
    expect(shop.pushes.flat().map((update) => update.quantity)).toEqual([12]);
  });

  test('a listing waits alone', async () => {
    await t.readBack(channel);
    await pauseListing(t.database.pool, { channel, sku, location: '' }, true);
    expect(await t.push(channel)).toBe('idle');
    await pauseListing(t.database.pool, { channel, sku, location: '' }, false);
    await t.push(channel);
    expect(shop.level(sku)).toBe(10);
    expect(
      await pauseListing(t.database.pool, { channel, sku: 'nothing', location: '' }, true),
    ).toMatchObject({
      code: 'unknown_listing',
    });
  });
});

describe('several workers', () => {
  test('never have the same listing in hand', async () => {
    const skus = Array.from({ length: 30 }, (_, index) => `${sku}-${index}`);
    for (const each of skus) {
      await t.addSku(each);
      await t.addListing(channel, each);
      shop.list(each);
      await t.receive(each, `node${serial}`, 3);
    }
    await t.recompute(...skus);
    await t.readBack(channel);
    await Promise.all(
      Array.from({ length: 6 }, async () => {
        while ((await t.push(channel)) === 'more');
      }),
    );
    const pushed = shop.pushes.flat().map((update) => update.listing);
    expect(pushed).toHaveLength(31);
    expect(new Set(pushed).size).toBe(31);
    for (const each of skus) expect(shop.level(each)).toBe(3);
  });

  test('one that dies before it sends leaves its push to another, under the same version', async () => {
    await t.readBack(channel);
    const claim = await claimPushes(t.database.pool, channel, 100, fixedShare);
    expect(claim.pushes).toHaveLength(1);
    expect(await t.push(channel)).toBe('idle');
    await t.endLeases(channel);
    await t.push(channel);
    expect(shop.pushes.flat()).toEqual([{ listing: sku, quantity: 10, version: claim.pushes[0]?.version }]);
    expect(shop.level(sku)).toBe(10);
  });
});

test('packs are published whole, and a share is kept by a channel without a connector', async () => {
  const pack = `${sku}-pack`;
  await t.addSku(pack);
  await t.addChannel(`${channel}-none`, null, [`node${serial}`]);
  await t.addListing(channel, pack, { unitsPerListing: 6 });
  await t.addListing(`${channel}-none`, pack);
  shop.list(pack);
  await t.receive(pack, `node${serial}`, 34);
  await t.recompute(pack);
  await t.readBack(channel);
  await t.push(channel);
  expect(shop.level(pack)).toBe(2);
  expect(await t.sync(channel, pack)).toMatchObject({ target: '17' });
  expect(await t.sync(`${channel}-none`, pack)).toMatchObject({
    target: '17',
    published: null,
    due_at: null,
  });
});

test('a location is served by its own nodes and pushed under its own name', async () => {
  const shopOf = `${channel}-places`;
  await t.addNode('north-1');
  await t.addNode('south-1');
  await t.addChannel(shopOf, shop, ['north-1', 'south-1'], {
    locations: { north: ['north-1'], south: ['south-1'] },
  });
  const placed = `${sku}-placed`;
  await t.addSku(placed);
  for (const location of ['north', 'south']) {
    await t.addListing(shopOf, placed, { location });
    shop.list(placed, 0, 0, location);
  }
  await t.receive(placed, 'north-1', 5);
  await t.receive(placed, 'south-1', 2);
  await t.recompute(placed);
  await t.readBack(shopOf);
  await t.push(shopOf);
  expect([shop.level(placed, 'north'), shop.level(placed, 'south')]).toEqual([5, 2]);
});

describe('the audit', () => {
  test('finds a level raised by hand, keeps it on record, and pushes the right number', async () => {
    await t.readBack(channel);
    await t.push(channel);
    const level = shop.levels.get(JSON.stringify([sku, '']));
    if (level === undefined) throw new Error('the shop has no such listing');
    level.quantity = 134;
    await t.readBack(channel);
    expect(await t.sync(channel, sku)).toMatchObject({ drift: '124', observed: '134', acknowledged: '134' });
    await t.push(channel);
    expect(shop.level(sku)).toBe(10);
    await t.readBack(channel);
    expect(await t.sync(channel, sku)).toMatchObject({ drift: null, acknowledged: '10' });
  });

  test('sales are no drift', async () => {
    await t.readBack(channel);
    await t.push(channel);
    shop.sell(`order-${serial}`, sku, 4);
    await t.readBack(channel);
    expect(await t.sync(channel, sku)).toMatchObject({
      drift: null,
      observed: '6',
      acknowledged: '10',
      due_at: null,
    });
  });
});
