import { afterAll, beforeAll, expect, test } from 'vitest';
import { StreamReader } from './outside/event-stream';
import { eventually, NpmStart } from './outside/npm-start';
import { type Order, TinyShop } from './outside/tiny-shop';

/**
 * A program that others would write, from the public contract alone: the commands, the API and the open channel
 * protocol. It shares no code with the application; every number it is told is checked against its own arithmetic.
 */
const secret = `whsec_${Buffer.from('outside program, thirty-two byte').toString('base64')}`;
const shop = new TinyShop(secret, ['ext-A', 'B']);

let app: NpmStart;
let stream: StreamReader;

interface Position {
  sku: string;
  node: string;
  available: number;
  committed: number;
  incoming: number;
  onHand: number;
  safetyStock: number;
  availableToSell: number;
}

async function expectPosition(sku: string, node: string, expected: Partial<Position>): Promise<void> {
  expect(await app.list<Position>(`/positions?sku=${sku}&node=${node}`)).toMatchObject([
    { sku, node, ...expected },
  ]);
}

const posted: { source: string; id: string }[] = [];

/** Posts events under ids of their own; each has to be applied, in order. */
async function post(...events: Record<string, unknown>[]): Promise<void> {
  const sent = events.map((event) => ({
    source: 'outside',
    id: `outside-${posted.length + events.indexOf(event) + 1}`,
    occurredAt: new Date().toISOString(),
    ...event,
  }));
  const { status, body } = await app.call('POST', '/api/v1/events', { events: sent });
  expect(status).toBe(200);
  const results = body.results as { sequence: number }[];
  expect(results).toMatchObject(sent.map(({ source, id }) => ({ source, id, status: 'applied' })));
  posted.push(...sent.map(({ source, id }) => ({ source, id })));
}

beforeAll(async () => {
  app = await NpmStart.inNewFolder();
  await app.start();
  await app.createKey();
  stream = await StreamReader.open(app.address('/api/v1/stream'), app.authorization);
});
afterAll(async () => {
  await stream?.close();
  await shop.close();
  await app?.remove();
});

test('it starts empty, takes a catalogue, and the same catalogue again', async () => {
  expect(await app.list('/positions')).toEqual([]);
  const catalog = {
    skus: [
      { sku: 'A', name: 'Kurta', price: 1499, barcodes: ['8901234567894'] },
      { sku: 'B', name: 'Incense', price: 20 },
    ],
    nodes: [
      { node: 'main', name: 'Main warehouse', kind: 'warehouse' },
      { node: 'annex', name: 'Annex', kind: 'dark_store' },
    ],
    channels: [
      {
        channel: 'tiny',
        name: 'Tiny shop',
        kind: 'webshop',
        connector: 'open',
        config: { baseUrl: await shop.listen(), secret, pollSeconds: 1 },
        sources: ['main'],
      },
      { channel: 'counter', name: 'Counter', kind: 'retail', connector: 'none', sources: ['main', 'annex'] },
    ],
    listings: [
      { channel: 'tiny', sku: 'A', externalId: 'ext-A', mode: 'fixed_share' },
      { channel: 'tiny', sku: 'B', unitsPerListing: 6, mode: 'fixed_share' },
      { channel: 'counter', sku: 'B', mode: 'fixed_share' },
    ],
    safetyStock: [{ sku: 'A', node: 'main', units: 5 }],
  };
  expect((await app.call('PUT', '/api/v1/catalog', catalog)).status).toBe(200);
  expect(await app.call('PUT', '/api/v1/catalog', catalog)).toMatchObject({
    status: 200,
    body: { skus: { unchanged: 2 }, channels: { unchanged: 2 }, listings: { unchanged: 3 } },
  });
  expect(JSON.stringify((await app.call('GET', '/api/v1/listings')).body)).not.toContain(secret);
});

test('what arrives is pushed to the shop, under versions that rise', async () => {
  await post(
    { type: 'receipt', sku: 'A', quantity: 100, node: 'main' },
    { type: 'receipt', sku: 'B', quantity: 60, node: 'main' },
  );
  await expectPosition('A', 'main', {
    available: 100,
    committed: 0,
    onHand: 100,
    safetyStock: 5,
    availableToSell: 95,
  });
  // 100 − 5 kept back; half of 60, in packs of six.
  await eventually(() => expect([shop.shows('ext-A'), shop.shows('B')]).toEqual([95, 5]));
  await eventually(async () =>
    expect(await app.list('/listings')).toMatchObject([
      { channel: 'counter', sku: 'B', target: 30 },
      {
        channel: 'tiny',
        sku: 'A',
        target: 95,
        published: 95,
        acknowledged: 95,
        estimate: 95,
        exposure: 95,
        drift: null,
      },
      { channel: 'tiny', sku: 'B', target: 30, published: 5, acknowledged: 5, estimate: 5, exposure: 30 },
    ]),
  );
});

let sold: Order;

test('what the shop sells is polled, and committed; what it ships leaves', async () => {
  sold = shop.sell('s-1', { 'ext-A': 4, B: 1 });
  await eventually(() => expectPosition('A', 'main', { available: 96, committed: 4, onHand: 100 }));
  await eventually(() => expectPosition('B', 'main', { available: 54, committed: 6, onHand: 60 }));
  expect(await app.list('/orders?channel=tiny&status=open')).toHaveLength(2);
  await eventually(() => expect([shop.shows('ext-A'), shop.shows('B')]).toEqual([91, 4]));
  shop.keep({ ...sold, lines: sold.lines.map((line) => ({ ...line, shipped: line.ordered })) });
  await eventually(() => expectPosition('A', 'main', { available: 96, committed: 0, onHand: 96 }));
  await eventually(() => expectPosition('B', 'main', { available: 54, committed: 0, onHand: 54 }));
  const orders = await app.list<{ sku: string }>('/orders?channel=tiny&status=shipped');
  expect(orders.sort((a, b) => (a.sku < b.sku ? -1 : 1))).toMatchObject([
    { channel: 'tiny', order: 's-1', line: '1', sku: 'A', ordered: 4, shipped: 4, open: 0, backordered: 0 },
    { channel: 'tiny', order: 's-1', line: '2', sku: 'B', ordered: 6, shipped: 6, open: 0, backordered: 0 },
  ]);
});

test('a signed webhook is taken in at once and once; an unsigned one not at all', async () => {
  const order = shop.sell('s-2', { 'ext-A': 3 });
  const hook = shop.webhook('msg-1', order);
  const address = '/api/webhooks/tiny';
  expect((await app.call('POST', address, hook.body, hook.headers)).status).toBe(200);
  await expectPosition('A', 'main', { available: 93, committed: 3 });
  expect((await app.call('POST', address, hook.body, hook.headers)).status).toBe(200);
  const forged = shop.webhook('msg-2', { ...order, order: 's-3' }, secret.replace('whsec_b', 'whsec_c'));
  expect((await app.call('POST', address, forged.body, forged.headers)).status).toBe(401);
  const polls = shop.polls;
  await eventually(() => expect(shop.polls).toBeGreaterThan(polls + 1));
  await expectPosition('A', 'main', { available: 93, committed: 3 });
  expect(await app.list('/orders?channel=tiny&sku=A')).toHaveLength(2);

  // The customer changes his mind, and the shop puts the units back into its listing itself.
  const level = shop.levels.get('ext-A');
  if (level !== undefined) level.quantity += 3;
  shop.keep({
    ...order,
    lines: order.lines.map((line) => ({
      ...line,
      cancelled: 3,
      cancelledAt: new Date().toISOString(),
      restocked: 3,
    })),
  });
  await eventually(() => expectPosition('A', 'main', { available: 96, committed: 0, onHand: 96 }));
  await eventually(() => expect(shop.shows('ext-A')).toBe(91));
});

const reserve = (body: unknown, idempotencyKey?: string) =>
  app.call(
    'POST',
    '/api/v1/reservations',
    body,
    idempotencyKey === undefined ? {} : { 'idempotency-key': idempotencyKey },
  );
const wish = (order: string, quantity: number, fields: Record<string, unknown> = {}) => ({
  channel: 'tiny',
  order,
  lines: [{ sku: 'A', quantity }],
  ...fields,
});

test('a reservation is kept once, and becomes its order', async () => {
  expect((await reserve(wish('r-1', 10))).status).toBe(400);
  const first = await reserve(wish('r-1', 10), 'key-1');
  expect(first).toMatchObject({
    status: 201,
    body: { order: 'r-1', lines: [{ line: '1', sku: 'A', node: 'main', quantity: 10 }] },
  });
  expect(Date.parse(String(first.body.expiresAt)) - Date.now()).toBeGreaterThan(800_000);
  expect(await reserve(wish('r-1', 10), 'key-1')).toEqual(first);
  expect((await reserve(wish('r-1', 11), 'key-1')).status).toBe(422);
  await expectPosition('A', 'main', { available: 86, committed: 10 });
  await eventually(() => expect(shop.shows('ext-A')).toBe(81));

  expect((await app.call('POST', `/api/v1/reservations/${first.body.id}/commit`)).status).toBe(200);
  await expectPosition('A', 'main', { available: 86, committed: 10 });
  expect(await app.list('/orders?channel=tiny&order=r-1')).toMatchObject([{ ordered: 10, open: 10 }]);
  await post({ type: 'order_shipped', sku: 'A', quantity: 10, channel: 'tiny', order: 'r-1', line: '1' });
  await expectPosition('A', 'main', { available: 86, committed: 0, onHand: 86 });
});

test('more than there is cannot be reserved, nor what is kept back', async () => {
  // 86 less the 5 kept back.
  const refused = await reserve(wish('r-2', 82), 'key-2');
  expect(refused).toMatchObject({ status: 409, body: { code: 'insufficient_stock', status: 409 } });
  await expectPosition('A', 'main', { available: 86, committed: 0 });
  expect((await reserve({ ...wish('r-3', 1), lines: [{ sku: 'Z', quantity: 1 }] }, 'key-3')).status).toBe(
    422,
  );
});

test('a reservation ends by itself, or by being released', async () => {
  const short = await reserve(wish('r-4', 6, { ttlSeconds: 1 }), 'key-4');
  expect(short.status).toBe(201);
  await eventually(() => expectPosition('A', 'main', { available: 86, committed: 0 }));
  expect((await app.call('POST', `/api/v1/reservations/${short.body.id}/commit`)).status).toBe(410);

  const kept = await reserve(wish('r-5', 6), 'key-5');
  await expectPosition('A', 'main', { available: 80, committed: 6 });
  for (let time = 0; time < 2; time++)
    expect((await app.call('DELETE', `/api/v1/reservations/${kept.body.id}`)).status).toBeLessThan(300);
  await expectPosition('A', 'main', { available: 86, committed: 0 });

  const converted = await reserve(wish('r-6', 2), 'key-6');
  expect(converted.status).toBe(201);
  await post({ type: 'order_placed', sku: 'A', quantity: 2, channel: 'tiny', order: 'r-6', line: '1' });
  await expectPosition('A', 'main', { available: 84, committed: 2 });
  await post({ type: 'order_cancelled', sku: 'A', quantity: 2, channel: 'tiny', order: 'r-6', line: '1' });
  await expectPosition('A', 'main', { available: 86, committed: 0 });
});

test('a transfer is nowhere to be sold while it is on its way', async () => {
  const transfer = { sku: 'A', quantity: 20, transfer: 't-1', line: '1', from: 'main', to: 'annex' };
  await post({ type: 'transfer_dispatched', ...transfer });
  await expectPosition('A', 'main', { available: 66, onHand: 66, availableToSell: 61 });
  await expectPosition('A', 'annex', { available: 0, onHand: 0, incoming: 20 });
  await eventually(() => expect(shop.shows('ext-A')).toBe(61));
  await post({ type: 'transfer_received', ...transfer });
  await expectPosition('A', 'annex', { available: 20, onHand: 20, incoming: 0, availableToSell: 20 });
});

interface Posting {
  sequence: number;
  node: string;
  changes: Record<string, number>;
  outside: Record<string, number>;
  balances: { available: number; onHand: number };
}

test('the ledger adds up, event by event, to what the positions say', async () => {
  const postings = await app.list<Posting>('/ledger?sku=A&limit=1000');
  const sum = (amounts: Record<string, number>) =>
    Object.values(amounts).reduce((total, amount) => total + amount, 0);
  const perEvent = new Map<number, number>();
  for (const { sequence, changes, outside } of postings)
    perEvent.set(sequence, (perEvent.get(sequence) ?? 0) + sum(changes) + sum(outside));
  expect(new Set(perEvent.values())).toEqual(new Set([0]));
  for (const [node, onHand] of [
    ['main', 66],
    ['annex', 20],
  ] as const) {
    const its = postings.filter((posting) => posting.node === node);
    expect(its.reduce((total, { changes }) => total + sum(changes), 0)).toBe(onHand);
    expect(its[0]?.balances.onHand).toBe(onHand);
  }
  const outside = (account: string) =>
    postings.reduce((total, posting) => total + (posting.outside[account] ?? 0), 0);
  // 100 came, 4 + 10 were sold.
  expect([outside('supplier'), outside('customer')]).toEqual([-100, 14]);
  expect(await app.list('/incidents')).toEqual([]);
  expect(await app.list('/discrepancies')).toEqual([]);
  expect((await app.call('GET', '/api/v1/proof')).body).toMatchObject({ balanced: true, positions: 3 });
});

test('the stream told every event once and in order, and tells the rest again to who lost it', async () => {
  const ours = (messages: StreamReader['messages']) =>
    messages
      .filter(({ data }) => data.source === 'outside')
      .map(({ data }) => ({ source: data.source, id: data.id }));
  await eventually(() => expect(ours(stream.messages)).toEqual(posted));
  const sequences = stream.messages.map(({ data }) => Number(data.sequence));
  expect(new Set(sequences).size).toBe(sequences.length);
  const middle = stream.messages[5];
  if (middle === undefined) throw new Error('the stream told too little');
  const resumed = await StreamReader.open(app.address('/api/v1/stream'), {
    ...app.authorization,
    'last-event-id': middle.id,
  });
  await eventually(() => expect(resumed.messages).toEqual(stream.messages.slice(6)));
  await resumed.close();
});

test('every request to the shop was signed, and no version came twice with another number', () => {
  expect(shop.unsigned).toBe(0);
  for (const listing of ['ext-A', 'B']) {
    const its = shop.updates.filter((update) => update.listing === listing);
    const versions = its.map(({ version }) => version);
    expect(versions.every(Number.isSafeInteger)).toBe(true);
    expect(versions).toEqual([...versions].sort((a, b) => a - b));
    const told = new Set(its.map(({ version, quantity }) => `${version} ${quantity}`));
    expect(told.size).toBe(new Set(versions).size);
  }
});

test('Ctrl-C ends it, and the next start has everything again', async () => {
  await stream.close();
  await app.pressCtrlC();
  await expect(fetch(app.address('/healthz'))).rejects.toThrow();
  await app.start();
  await expectPosition('A', 'main', { available: 66, onHand: 66, availableToSell: 61 });
  await expectPosition('B', 'main', { available: 54, onHand: 54 });
  expect((await app.call('GET', '/api/v1/proof')).body).toMatchObject({ balanced: true, positions: 3 });
});
