import pg from 'pg';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { OpenShop } from '@/e2e/open-shop';
import { listingKey } from '@/lib/allocation/policy';
import { checkEscrow } from '@/lib/allocation/server/escrow/check-escrow';
import { readEscrowRows } from '@/lib/allocation/server/escrow/escrow-rows';
import { readPools } from '@/lib/allocation/server/read-pools';
import { createLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { randomOf } from '@/lib/ledger/test-random';
import { listListings } from './list-listings';
import { isReplayed, readWhy } from './read-why';
import { resumeRaises } from './resume-raises';
import { startChannels } from './start-channels';
import { ChannelTest, test_secret } from './test-channels';

const patience = { timeout: 30_000, interval: 50 };

let t: ChannelTest;
let serial = 0;
const stops: (() => Promise<void>)[] = [];

beforeAll(async () => {
  t = await ChannelTest.open('live');
});
afterAll(() => t.close());
afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()));
});

const connect = async () => {
  const client = new pg.Client({ connectionString: t.database.url });
  await client.connect();
  return client;
};
const startWorker = async () => {
  const ledgerNotifications = createLedgerNotifications(connect);
  const started = await startChannels(t.deps, { connect, ledgerNotifications, look_ms: 20 });
  stops.push(async () => {
    await started.stop();
    await ledgerNotifications.close();
  });
};

interface Place {
  sku: string;
  node: string;
  shops: { channel: string; shop: OpenShop }[];
}

/** A SKU at a node of its own with shops that sell it, connected, with no worker running yet. */
async function place(shopCount: number, units: number, config: Record<string, unknown> = {}): Promise<Place> {
  serial += 1;
  const sku = `SKU-${serial}`;
  const node = `node-${serial}`;
  await t.addSku(sku);
  const shops = [];
  for (let index = 0; index < shopCount; index++) {
    const shop = new OpenShop(test_secret);
    await shop.start();
    stops.push(() => shop.stop());
    const channel = `web${serial}-${index}`;
    await t.addChannel(channel, shop, [node], { pollSeconds: 0.1, auditSeconds: 1, ...config });
    await t.addListing(channel, sku);
    shop.list(sku);
    shops.push({ channel, shop });
  }
  if (units > 0) await t.receive(sku, node, units);
  return { sku, node, shops };
}

const rightsOf = async (sku: string, channel: string) => {
  const row = (await readEscrowRows(t.database.pool, [sku]))
    .get(sku)
    ?.get(listingKey({ channel, location: '' }));
  if (row === undefined) throw new Error(`${channel} keeps no rights of ${sku}`);
  return row;
};

/** Everything that was sold is recorded, and nothing is out. */
async function settled({ sku, shops }: Place, sold: () => number, hurried = false): Promise<void> {
  await vi.waitFor(async () => {
    if (hurried) {
      for (const { channel } of shops) await t.endBackOff(channel);
      await pollAll({ shops });
    }
    expect((await t.balances(sku)).committed).toBe(sold());
    const [lag] = await t.query<{ behind: boolean }>(
      `SELECT EXISTS (SELECT 1 FROM inventory_event e, consumer_cursor c WHERE c.consumer = 'channel_targets'
         AND (e.xid, e.sequence) > (c.xid, c.sequence)) OR EXISTS (SELECT 1 FROM dirty_sku) AS behind`,
    );
    expect(lag?.behind).toBe(false);
    for (const { channel } of shops) expect((await rightsOf(sku, channel)).rights.pushes).toEqual([]);
  }, patience);
}

test('two shops share a node: seven tenths are shown, and together never more than is there', async () => {
  const at = await place(2, 40);
  await startWorker();
  const [a, b] = at.shops;
  await a?.shop.until(() => a.shop.level(at.sku) > 0);
  await b?.shop.until(() => b.shop.level(at.sku) > 0);
  await settled(at, () => 0);
  const shown = at.shops.map(({ shop }) => shop.level(at.sku));
  expect(shown.reduce((sum, units) => sum + units, 0)).toBeLessThanOrEqual(40);
  // How the 28 are divided moves by a few with the first minutes of the day's demand.
  for (const units of shown) expect(units).toBeGreaterThanOrEqual(10);
  const [row] = await t.query<{ pools: { float: number; mode: string; obstacles: unknown[] }[] }>(
    'SELECT pools FROM escrow WHERE sku = $1',
    [at.sku],
  );
  const float = 40 - shown.reduce((sum, units) => sum + units, 0);
  expect(row?.pools).toMatchObject([{ float, mode: 'strict', obstacles: [] }]);
  expect(await checkEscrow(t.database.pool, [at.sku])).toEqual([]);
});

test('an order is booked once, its units leave the rights, and the next number is booked before it is sent', async () => {
  const at = await place(1, 30);
  const [only] = at.shops;
  if (only === undefined) throw new Error('no shop');
  await startWorker();
  await only.shop.until(() => only.shop.level(at.sku) === 21);
  only.shop.sell('o-1', at.sku, 5);
  await settled(at, () => 5);
  await vi.waitFor(
    async () =>
      expect((await rightsOf(at.sku, only.channel)).rights).toMatchObject({ exposure: 16, debt: 0 }),
    patience,
  );
  only.shop.change('o-1', { cancelled: 5, restocked: 5 });
  await settled(at, () => 0);
  expect(await checkEscrow(t.database.pool, [at.sku])).toEqual([]);
});

test('the answer why: what was decided on is kept, and computed again it gives the same number', async () => {
  const at = await place(1, 20);
  const [a] = at.shops;
  if (a === undefined) throw new Error('no shop');
  await startWorker();
  await a.shop.until(() => a.shop.level(at.sku) === 14);
  await settled(at, () => 0);
  const why = await readWhy(t.database.pool, { channel: a.channel, sku: at.sku, location: '' });
  expect(why).toMatchObject({
    mode: 'strict',
    target: 14,
    replayed: true,
    push: { units: 14, packs: 14, reason: 'out_of_stock', change: 'raise' },
    rights: { held: 14, exposure: 14, debt: 0, estimate: 14, float: 6, availableToSell: 20, openPushes: 0 },
    explanation: { optimum: { units: 20 }, target: 14, stock: { availableToSell: 20 } },
  });
  expect(why?.push?.acknowledgedAt).not.toBeNull();
  expect(why?.events.map(({ type, quantity }) => [type, quantity])).toEqual([['receipt', 20]]);
  const { explanation } = why ?? {};
  if (!explanation) throw new Error('nothing was kept');
  const [first, ...others] = explanation.input.listings;
  if (first === undefined) throw new Error('nothing was planned');
  const forged = {
    ...explanation,
    input: { ...explanation.input, listings: [{ ...first, cap: 3 }, ...others] },
  };
  expect(isReplayed(forged)).toBe(false);
  expect(await readWhy(t.database.pool, { channel: a.channel, sku: 'unheard-of', location: '' })).toBeNull();

  expect(await readPools(t.database.pool, at.sku)).toMatchObject([
    { nodes: [at.node], mode: 'strict', availableToSell: 20, float: 6, held: 14, obstacles: [] },
  ]);
  const { items } = await listListings(t.database.pool, { sku: at.sku });
  expect(items).toMatchObject([
    { target: 14, published: 14, estimate: 14, exposure: 14, held: 14, mode: 'strict', drift: null },
  ]);
});

test('of two requests for the last units that no channel holds one is admitted', async () => {
  const at = await place(1, 10);
  const [only] = at.shops;
  if (only === undefined) throw new Error('no shop');
  await startWorker();
  await only.shop.until(() => only.shop.level(at.sku) === 7);
  await settled(at, () => 0);
  const reserve = (id: string, quantity: number) =>
    t.deps.post(
      [
        {
          type: 'reserved',
          source: 'truecount:reservation',
          id: `${at.sku}-${id}`,
          occurredAt: new Date().toISOString(),
          sku: at.sku,
          quantity,
          reservation: `${at.sku}-${id}`,
          channel: only.channel,
          order: id,
          line: '1',
        },
      ],
      'test',
    );
  const answers = (await Promise.all([reserve('one', 3), reserve('two', 3)])).flat();
  expect(answers.map(({ status }) => status).sort()).toEqual(['applied', 'refused']);
  expect(answers.find(({ status }) => status === 'refused')).toMatchObject({
    code: 'insufficient_stock',
    shortBy: 3,
    available: 0,
  });
  const taken = await t.deps.post(
    [
      {
        type: 'adjustment',
        source: 'test',
        id: `${at.sku}-taken`,
        occurredAt: new Date().toISOString(),
        sku: at.sku,
        quantity: 1,
        node: at.node,
        direction: 'decrease',
        state: 'available',
        reason: 'damaged',
      },
    ],
    'test',
  );
  expect(taken).toMatchObject([{ status: 'refused', code: 'insufficient_stock' }]);
  expect(await checkEscrow(t.database.pool, [at.sku])).toEqual([]);
});

test('a channel that cannot be told is trusted with its part, and the pool says why it is not strict', async () => {
  const at = await place(1, 40);
  const [only] = at.shops;
  if (only === undefined) throw new Error('no shop');
  const phone = `phone-${serial}`;
  await t.addChannel(phone, null, [at.node]);
  await t.addListing(phone, at.sku);
  await startWorker();
  await only.shop.until(() => only.shop.level(at.sku) > 0);
  await settled(at, () => 0);
  const [pool] = await readPools(t.database.pool, at.sku);
  expect(pool?.obstacles).toMatchObject([{ channel: phone }]);
  expect(pool?.obstacles[0]?.reasons).toContain('cannot_push');
  const part = pool?.channels.find(({ channel }) => channel === phone);
  expect(part?.held).toBeGreaterThanOrEqual(10);
  expect(part?.exposure).toBe(part?.held);
  await t.post({ type: 'order_placed', sku: at.sku, quantity: 6, channel: phone, order: 'p-1', line: '1' });
  await settled(at, () => 6);
  const [after] = await readPools(t.database.pool, at.sku);
  expect(after?.availableToSell).toBe(34);
  expect((after?.float ?? 0) + (after?.held ?? 0)).toBe(34);
  expect(await checkEscrow(t.database.pool, [at.sku])).toEqual([]);
});

test('an order from before what the watermark had closed takes from the float, and raises stop', async () => {
  const at = await place(1, 20, { auditSeconds: 3600 });
  const [only] = at.shops;
  if (only === undefined) throw new Error('no shop');
  await startWorker();
  await only.shop.until(() => only.shop.level(at.sku) === 14);
  await vi.waitFor(async () => {
    const { since, rights } = await rightsOf(at.sku, only.channel);
    expect(rights.settledTo).toBeGreaterThan(since ?? 0);
  }, patience);
  const { rights } = await rightsOf(at.sku, only.channel);
  only.shop.put({
    order: 'late',
    placedAt: new Date(rights.settledTo).toISOString(),
    lines: [{ line: '1', listing: at.sku, ordered: 2, cancelled: 0, shipped: 0, returned: 0 }],
  });
  await settled(at, () => 2);
  expect(await rightsOf(at.sku, only.channel)).toMatchObject({
    raisesBlocked: 'watermark_broken',
    rights: { exposure: 14, debt: 0 },
  });
  expect((await readPools(t.database.pool, at.sku))[0]).toMatchObject({
    float: 4,
    held: 14,
    obstacles: [{ channel: only.channel, reasons: ['watermark_broken'] }],
  });

  // No read-back makes it good: somebody has to say that they have looked.
  await t.query('UPDATE channel_sync SET audit_due_at = now() WHERE channel = $1', [only.channel]);
  await vi.waitFor(async () => {
    const [sync] = await t.query<{ due: boolean }>(
      `SELECT audit_due_at <= now() + interval '1 minute' AS due FROM channel_sync WHERE channel = $1`,
      [only.channel],
    );
    expect(sync?.due).toBe(false);
  }, patience);
  expect(await rightsOf(at.sku, only.channel)).toMatchObject({ raisesBlocked: 'watermark_broken' });
  const recorded: string[] = [];
  const resume = (sku: string | null) =>
    resumeRaises(t.database.pool, { channel: only.channel, sku }, async (_client, skus) => {
      recorded.push(...skus);
    });
  expect(await resume('another')).toEqual([]);
  expect(await resume(at.sku)).toEqual([at.sku]);
  expect(await resume(null)).toEqual([]);
  expect(recorded).toEqual([at.sku]);
  expect(await rightsOf(at.sku, only.channel)).toMatchObject({ raisesBlocked: null });
  await vi.waitFor(async () => {
    expect((await readPools(t.database.pool, at.sku))[0]?.obstacles).toEqual([]);
  }, patience);
});

test('bounded: a single unit is shown by every shop at once, and by none any more when one has sold it', async () => {
  const at = await place(3, 0);
  await t.query(`UPDATE listing SET mode = '{"bounded": 0.2}' WHERE sku = $1`, [at.sku]);
  await t.receive(at.sku, at.node, 1);
  await startWorker();
  await Promise.all(at.shops.map(({ shop }) => shop.until(() => shop.level(at.sku) === 1)));
  await settled(at, () => 0);
  const [pool] = await readPools(t.database.pool, at.sku);
  expect(pool).toMatchObject({ mode: { bounded: 0.2 }, availableToSell: 1, held: 3, float: -2 });
  const [first, ...others] = at.shops;
  first?.shop.sell('o-1', at.sku, 1);
  await Promise.all(others.map(({ shop }) => shop.until(() => shop.level(at.sku) === 0)));
  await settled(at, () => 1);
  expect(await t.query('SELECT 1 FROM oversell_incident WHERE sku = $1', [at.sku])).toEqual([]);
});

test('a hold-back shrinks by what its promotion has sold', async () => {
  const at = await place(2, 100);
  const [promoted, other] = at.shops;
  if (promoted === undefined || other === undefined) throw new Error('no shops');
  await t.query(
    `INSERT INTO promotion (promotion, name, channel, starts_at, ends_at, skus, hold_back, uplift, created_by)
     VALUES ($1, 'Sale', $2, now() - interval '1 hour', now() + interval '1 day', ARRAY[$3], 400, 1, 'test')`,
    [`sale-${at.sku}`, promoted.channel, at.sku],
  );
  await startWorker();
  await promoted.shop.until(() => promoted.shop.level(at.sku) > 10);
  await settled(at, () => 0);
  expect(promoted.shop.sell('o-1', at.sku, 7)).toBeDefined();
  await settled(at, () => 7);
  // Something has to be decided for the other shop after the sale.
  await t.query('UPDATE escrow_listing SET last_raised_at_ms = NULL WHERE sku = $1', [at.sku]);
  await t.receive(at.sku, at.node, 400);
  await other.shop.until(() => other.shop.level(at.sku) > 20);
  await settled(at, () => 7);
  const why = await readWhy(t.database.pool, { channel: other.channel, sku: at.sku, location: '' });
  const decided = why?.explanation?.input.listings.find(({ channel }) => channel === promoted.channel);
  expect(decided?.holdBack).toBeGreaterThan(0);
  expect(decided?.holdBack).toBe(400 - 7 - (decided?.held ?? 0));
});

test('a level that somebody raised is found by the audit and paid for by the float, else taken back', async () => {
  const at = await place(1, 20);
  const [only] = at.shops;
  if (only === undefined) throw new Error('no shop');
  await startWorker();
  await only.shop.until(() => only.shop.level(at.sku) === 14);
  await settled(at, () => 0);
  const level = only.shop.levels.get(JSON.stringify([at.sku, '']));
  if (level === undefined) throw new Error('the shop has no such listing');
  level.quantity = 134;
  await only.shop.until(() => only.shop.level(at.sku) < 134);
  await vi.waitFor(async () => {
    const [pool] = await readPools(t.database.pool, at.sku);
    expect(pool?.deficit.kind).toBe('none');
    expect(only.shop.level(at.sku)).toBeLessThanOrEqual(20);
  }, patience);
  expect(await t.sync(only.channel, at.sku)).toMatchObject({ escrow: true });
});

test('through lost answers, cancellations, receipts and a killed worker nothing is oversold', async () => {
  const at = await place(3, 60, { pollSeconds: 0.5 });
  const random = randomOf(20261125);
  const child = t.spawnWorker();
  stops.push(async () => {
    child.kill('SIGKILL');
  });
  await startWorker();
  const shopOf = (index: number) => {
    const entry = at.shops[index % at.shops.length];
    if (entry === undefined) throw new Error('no shop');
    return entry;
  };
  await Promise.all(at.shops.map(({ shop }) => shop.until(() => shop.level(at.sku) > 0)));
  const open = new Map<string, { shop: OpenShop; units: number }>();
  let received = 60;
  for (let step = 0; step < 50; step++) {
    const { shop } = shopOf(Math.floor(random() * 3));
    const units = 1 + Math.floor(random() * 3);
    const dice = random();
    if (dice < 0.55) {
      const order = `${at.sku}-${step}`;
      if (shop.sell(order, at.sku, units) !== undefined) open.set(order, { shop, units });
    } else if (dice < 0.65) {
      const [order] = [...open.keys()].slice(Math.floor(random() * open.size));
      const sold = order === undefined ? undefined : open.get(order);
      if (order !== undefined && sold !== undefined) {
        const level = sold.shop.levels.get(JSON.stringify([at.sku, '']));
        const restocked = random() < 0.7 ? sold.units : 0;
        if (level !== undefined) level.quantity += restocked;
        sold.shop.change(order, { cancelled: sold.units, restocked, cancelledAt: new Date().toISOString() });
        open.delete(order);
      }
    } else if (dice < 0.72) {
      await t.receive(at.sku, at.node, units);
      received += units;
    } else if (dice < 0.8) shop.fault('push', { do: random() < 0.5 ? 'lose_response' : 'lose_request' });
    else if (dice < 0.83) shop.fault('orders', { do: 'lose_response' });
    else {
      // Nobody waits for real back-offs here.
      const polls = shop.polls.length;
      await vi.waitFor(async () => {
        for (const { channel } of at.shops) await t.endBackOff(channel);
        await pollAll(at);
        expect(shop.polls.length).toBeGreaterThan(polls);
      }, patience);
    }
    if (step === 25) {
      child.kill('SIGKILL');
      await startWorker();
    }
  }
  // No more audits: each would mark the SKU anew, and what is waited for is that nothing is left to do.
  await t.query(`UPDATE channel_sync SET audit_due_at = now() + interval '1 hour'`);
  const sold = [...open.values()].reduce((sum, { units }) => sum + units, 0);
  await settled(at, () => sold, true);
  expect(await t.balances(at.sku)).toEqual({ available: received - sold, committed: sold });
  expect(await t.query('SELECT 1 FROM oversell_incident WHERE sku = $1', [at.sku])).toEqual([]);
  let exposed = 0;
  for (const { channel, shop } of at.shops) {
    const { rights } = await rightsOf(at.sku, channel);
    expect(shop.level(at.sku)).toBeLessThanOrEqual(rights.exposure - rights.debt);
    exposed += rights.exposure;
  }
  expect(exposed).toBeLessThanOrEqual(received - sold);
  expect(sold).toBeGreaterThan(5);
  expect(await checkEscrow(t.database.pool, [at.sku])).toEqual([]);
}, 120_000);

async function pollAll({ shops }: Pick<Place, 'shops'>): Promise<void> {
  await t.query(
    'UPDATE channel_sync SET poll_due_at = least(poll_due_at, now()) WHERE channel = ANY($1::text[])',
    [shops.map(({ channel }) => channel)],
  );
}
