import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { OpenShop, type ShopOrder } from '@/e2e/open-shop';
import { listInbox } from './list-inbox';
import { receiveWebhook } from './receive-webhook';
import { retryInbox } from './retry-inbox';
import { ChannelTest, test_secret } from './test-channels';

let t: ChannelTest;
let shop: OpenShop;
let serial = 0;
let channel: string;
let sku: string;
let node: string;

beforeAll(async () => {
  t = await ChannelTest.open();
});
afterAll(() => t.close());

/** Every test has a connected shop with one listing of 10 units, sold in single units. */
beforeEach(async () => {
  serial += 1;
  channel = `web${serial}`;
  sku = `SKU-${serial}`;
  node = `node${serial}`;
  shop = new OpenShop(test_secret);
  await shop.start();
  await t.addSku(sku);
  await t.addChannel(channel, shop, [node]);
  await t.addListing(channel, sku);
  shop.list(sku, 10);
  await t.receive(sku, node, 10);
  await t.recompute(sku);
  await t.readBack(channel);
});
afterEach(() => shop.stop());

const order = (fields: Partial<ShopOrder['lines'][number]> = {}, id = `o-${serial}`): ShopOrder => ({
  order: id,
  placedAt: new Date().toISOString(),
  lines: [{ line: '1', listing: sku, ordered: 1, cancelled: 0, shipped: 0, returned: 0, ...fields }],
});
const receive = (data: unknown, options: Parameters<OpenShop['webhook']>[1] = {}, to = channel) => {
  const { body, headers } = shop.webhook(data, options);
  return receiveWebhook(t.deps, {
    channel: to,
    headers: {
      'webhook-id': headers['webhook-id'],
      'webhook-timestamp': headers['webhook-timestamp'],
      'webhook-signature': headers['webhook-signature'],
    },
    body: Buffer.from(body),
  });
};
const cursorOf = async () =>
  (
    await t.query<{ cursor: string | null }>('SELECT cursor FROM channel_sync WHERE channel = $1', [channel])
  )[0]?.cursor;

describe('polling', () => {
  test('takes in page after page, asks again only while there are orders, and goes on from its cursor', async () => {
    for (let index = 0; index < 7; index++) shop.sell(`o-${index}`, sku, 1);
    await t.poll(channel);
    expect(await t.balances(sku)).toEqual({ available: 3, committed: 7 });
    expect(shop.polls).toEqual([null, '3', '6', '7']);
    shop.change('o-2', { shipped: 1 });
    await t.poll(channel);
    expect(await t.balances(sku)).toEqual({ available: 3, committed: 6 });
    expect(shop.polls.slice(4)).toEqual(['7', '8']);
    expect(await cursorOf()).toBe('8');
    const [sync] = await t.query<{ watermark: Date | null }>(
      'SELECT watermark FROM channel_sync WHERE channel = $1',
      [channel],
    );
    expect(sync?.watermark).toBeInstanceOf(Date);
  });

  test('keeps its cursor where the ledger does not answer, and loses nothing', async () => {
    shop.sell('o-1', sku, 2);
    const { post } = t.deps;
    t.deps.post = () => Promise.reject(Object.assign(new Error('away'), { code: 'ledger_unavailable' }));
    await expect(t.poll(channel)).rejects.toMatchObject({ code: 'ledger_unavailable' });
    t.deps.post = post;
    expect(await cursorOf()).toBeNull();
    await t.poll(channel);
    expect(await t.balances(sku)).toEqual({ available: 8, committed: 2 });
  });

  test('backs off while the shop fails, and several pollers at once take every order in once', async () => {
    shop.fault('orders', { do: 'status', status: 500 });
    await t.poll(channel);
    const [sync] = await t.query<{ failures: number; late: boolean }>(
      'SELECT failures, poll_due_at > now() AS late FROM channel_sync WHERE channel = $1',
      [channel],
    );
    expect(sync).toEqual({ failures: 1, late: true });
    for (let index = 0; index < 5; index++) shop.sell(`o-${index}`, sku, 1);
    await Promise.all([t.poll(channel), t.poll(channel), t.poll(channel)]);
    await t.poll(channel);
    expect(await t.balances(sku)).toEqual({ available: 5, committed: 5 });
  });

  test('an order that cannot be read is kept, the others of its page are taken in', async () => {
    shop.put({ ...order({}, 'broken'), placedAt: 'yesterday' });
    shop.sell('whole', sku, 1);
    await t.poll(channel);
    expect(await t.balances(sku)).toEqual({ available: 9, committed: 1 });
    expect((await listInbox(t.database.pool, { channel })).items).toMatchObject([
      { order: 'broken', line: '', reason: 'unreadable' },
    ]);
    shop.put(order({}, 'broken'));
    await t.poll(channel);
    expect(await t.balances(sku)).toEqual({ available: 8, committed: 2 });
    expect((await listInbox(t.database.pool, { channel })).items).toEqual([]);
  });
});

describe('a webhook', () => {
  test('takes an order in; the same delivery again, and the poll after it, change nothing', async () => {
    const sold = shop.sell('o-1', sku, 3);
    expect(await receive(sold, { id: 'msg_1' })).toEqual({ ok: true, duplicate: false });
    expect(await receive(sold, { id: 'msg_1' })).toEqual({ ok: true, duplicate: true });
    expect(await receive(sold, { id: 'msg_2' })).toEqual({ ok: true, duplicate: false });
    await t.poll(channel);
    expect(await t.balances(sku)).toEqual({ available: 7, committed: 3 });
  });

  test('states of an order may arrive in any order', async () => {
    const states = [
      order({ ordered: 4 }),
      order({ ordered: 4, cancelled: 1 }),
      order({ ordered: 4, cancelled: 1, shipped: 2 }),
    ];
    for (const state of [states[2], states[0], states[1], states[2]]) await receive(state);
    expect(await t.balances(sku)).toEqual({ available: 7, committed: 1 });
  });

  test.each([
    ['another secret', { secret: 'whsec_YW5vdGhlci1zZWNyZXQtb2Ytc29tZWJvZHktZWxzZQ==' }, 'bad_signature'],
    ['an old time', { at: new Date(Date.now() - 6 * 60_000) }, 'bad_signature'],
    ['a time ahead', { at: new Date(Date.now() + 6 * 60_000) }, 'bad_signature'],
  ])('signed with %s is refused', async (_name, options, code) => {
    expect(await receive(order(), options)).toMatchObject({ ok: false, code });
    expect(await t.balances(sku)).toEqual({ available: 10, committed: 0 });
  });

  test('that was changed on the way, has no order, or names no channel is refused', async () => {
    const { body, headers } = shop.webhook(order());
    const changed = Buffer.from(body.replace('"ordered":1', '"ordered":9'));
    expect(await receiveWebhook(t.deps, { channel, headers, body: changed })).toMatchObject({
      code: 'bad_signature',
    });
    expect(await receive({ nothing: true })).toMatchObject({ code: 'malformed' });
    expect(await receive(order(), {}, 'nobody')).toMatchObject({ code: 'unknown_channel' });
  });

  test('is not written down where the ledger does not answer, so that it can come again', async () => {
    const { post } = t.deps;
    t.deps.post = () => Promise.reject(Object.assign(new Error('away'), { code: 'ledger_unavailable' }));
    await expect(receive(order(), { id: 'msg_away' })).rejects.toMatchObject({ code: 'ledger_unavailable' });
    t.deps.post = post;
    expect(await receive(order(), { id: 'msg_away' })).toEqual({ ok: true, duplicate: false });
    expect(await t.balances(sku)).toEqual({ available: 9, committed: 1 });
  });
});

describe('what is not known', () => {
  test('waits in the inbox in its latest state and is applied once the SKU is mapped', async () => {
    const stranger = `stranger-${serial}`;
    const mixed = order({ ordered: 2 });
    mixed.lines.push({ line: '2', listing: stranger, ordered: 3, cancelled: 0, shipped: 1, returned: 0 });
    await receive(mixed);
    await receive({ ...mixed, lines: mixed.lines.map((line) => ({ ...line, shipped: 0 })) });
    expect(await t.balances(sku)).toEqual({ available: 8, committed: 2 });
    expect((await listInbox(t.database.pool, { channel })).items).toMatchObject([
      {
        order: mixed.order,
        line: '2',
        listing: stranger,
        reason: 'unknown_listing',
        payload: { line: { shipped: 1 } },
      },
    ]);
    expect(await retryInbox(t.deps)).toEqual({ applied: 0, known: 0, kept: 0 });
    const mapped = `${sku}-mapped`;
    await t.addSku(mapped);
    await t.receive(mapped, node, 20);
    await t.addListing(channel, mapped, { externalId: stranger, unitsPerListing: 2 });
    expect(await retryInbox(t.deps)).toEqual({ applied: 1, known: 0, kept: 0 });
    expect(await t.balances(mapped)).toEqual({ available: 14, committed: 4 });
    expect((await listInbox(t.database.pool, { channel })).items).toEqual([]);
  });

  test('a known SKU without a listing is applied in single units', async () => {
    const unlisted = `${sku}-unlisted`;
    await t.addSku(unlisted);
    await t.receive(unlisted, node, 5);
    await receive(order({ listing: unlisted, ordered: 2 }));
    expect(await t.balances(unlisted)).toEqual({ available: 3, committed: 2 });
  });
});

test('packs count as their units, and a location that is one node takes from that node', async () => {
  const places = `${channel}-places`;
  const [north, south] = [`north-${serial}`, `south-${serial}`];
  await t.addChannel(places, shop, [north, south], { locations: { south: [south], any: [north, south] } });
  const pack = `${sku}-pack`;
  await t.addSku(pack);
  await t.addListing(places, pack, { location: 'south', unitsPerListing: 6 });
  await t.receive(pack, north, 50);
  await t.receive(pack, south, 50);
  await t.readBack(places);
  await receive(order({ listing: pack, location: 'south', ordered: 2 }), {}, places);
  await receive(order({ listing: pack, location: 'any', ordered: 1 }, 'elsewhere'), {}, places);
  const rows = await t.query<{ node: string; committed: string }>(
    'SELECT node, committed FROM position WHERE sku = $1 ORDER BY node',
    [pack],
  );
  expect(rows).toEqual([
    { node: north, committed: '6' },
    { node: south, committed: '12' },
  ]);
});

test('of orders placed before the connection only what was not shipped touches the stock', async () => {
  const placedAt = new Date(Date.now() - 3_600_000).toISOString();
  shop.put({ ...order({ ordered: 5, shipped: 2, cancelled: 1 }, 'old'), placedAt });
  shop.put({ ...order({ ordered: 3, shipped: 3 }, 'gone'), placedAt });
  await t.poll(channel);
  expect(await t.balances(sku)).toEqual({ available: 8, committed: 2 });
  shop.change('old', { shipped: 4 });
  await t.poll(channel);
  expect(await t.balances(sku)).toEqual({ available: 8, committed: 0 });
});
