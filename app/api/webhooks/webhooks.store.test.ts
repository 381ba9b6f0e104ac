import { afterAll, beforeAll, expect, test } from 'vitest';
import { OpenShop } from '@/e2e/open-shop';
import { webhook_body_bytes_max } from '@/lib/channels/server/receive-webhook';
import { ChannelTest, test_secret } from '@/lib/channels/server/test-channels';
import { closeLedger } from '@/lib/runtime/ledger';
import { POST } from './[channel]/route';

let t: ChannelTest;
const shop = new OpenShop(test_secret);
const before = process.env.TRUECOUNT_SECRET_KEY;

beforeAll(async () => {
  t = await ChannelTest.open();
  process.env.TRUECOUNT_SECRET_KEY = t.deps.secretKey;
  await t.addSku('A');
  await t.addChannel('web shop', shop, ['delhi']);
  await t.addListing('web shop', 'A');
  await t.receive('A', 'delhi', 10);
});
afterAll(async () => {
  await closeLedger();
  await t.close();
  if (before === undefined) delete process.env.TRUECOUNT_SECRET_KEY;
  else process.env.TRUECOUNT_SECRET_KEY = before;
});

const order = {
  order: 'o-1',
  placedAt: new Date().toISOString(),
  lines: [{ line: '1', listing: 'A', ordered: 4, cancelled: 0, shipped: 0, returned: 0 }],
};
const send = async (
  sent: { body: string; headers: Record<string, string> } = shop.webhook(order),
  channel = 'web%20shop',
) => {
  const request = new Request(`http://127.0.0.1/api/webhooks/${channel}`, { method: 'POST', ...sent });
  const response = await POST(request, { params: Promise.resolve({ channel }) });
  return { status: response.status, type: response.headers.get('content-type'), body: await response.json() };
};

test('a signed order is taken in once, however often it is sent', async () => {
  const sent = shop.webhook(order);
  expect(await send(sent)).toMatchObject({ status: 200, body: { status: 'accepted' } });
  expect(await send(sent)).toMatchObject({ status: 200, body: { status: 'duplicate' } });
  expect(await t.balances('A')).toEqual({ available: 6, committed: 4 });
});

test('what is wrong is said as a problem', async () => {
  const changed = shop.webhook(order);
  changed.body = changed.body.replace('"ordered":4', '"ordered":9');
  expect(await send(changed)).toMatchObject({
    status: 401,
    type: 'application/problem+json',
    body: { status: 401, code: 'unauthenticated' },
  });
  const old = shop.webhook(order, { at: new Date(Date.now() - 6 * 60_000) });
  expect((await send(old)).status).toBe(401);
  expect((await send({ body: '{}', headers: {} })).status).toBe(401);
  expect(await send(shop.webhook(order), 'nobody')).toMatchObject({
    status: 404,
    body: { code: 'not_found' },
  });
  expect((await send(shop.webhook(order), '%E0%A4%A')).status).toBe(404);
  expect(await send(shop.webhook({ order: 'o-2' }))).toMatchObject({
    status: 400,
    body: { code: 'invalid_request' },
  });
  const large = shop.webhook({ ...order, note: 'x'.repeat(webhook_body_bytes_max) });
  expect(await send(large)).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  expect(await t.balances('A')).toEqual({ available: 6, committed: 4 });
});

test('while the database cannot be reached the answer is 503, and the same webhook works afterwards', async () => {
  await closeLedger();
  const { closeConnections } = await import('@/lib/db/client');
  await closeConnections();
  const url = process.env.DATABASE_URL;
  const sent = shop.webhook({ ...order, order: 'o-3' });
  process.env.DATABASE_URL = 'postgres://nobody@127.0.0.1:1/none';
  const away = await send(sent);
  await closeConnections();
  process.env.DATABASE_URL = url;
  expect(away).toMatchObject({ status: 503, body: { code: 'unavailable' } });
  expect(await send(sent)).toMatchObject({ status: 200, body: { status: 'accepted' } });
  expect(await t.balances('A')).toEqual({ available: 2, committed: 8 });
});
