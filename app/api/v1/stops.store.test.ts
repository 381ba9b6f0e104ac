import { afterAll, beforeAll, expect, it } from 'vitest';
import { fixedShare } from '@/lib/allocation/fixed-share';
import { takeDirtySkus } from '@/lib/channels/server/take-dirty-skus';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
const open = {
  connector: 'open',
  config: { baseUrl: 'http://127.0.0.1:9', secret: 'whsec_dGhpcyBpcyBhIHNlY3JldCBvZiB0aGUgdGVzdHM=' },
};

/** What the worker does behind every change. */
async function followTargets(): Promise<void> {
  while ((await takeDirtySkus(api.database.pool, fixedShare)) > 0);
}

async function targets(): Promise<Record<string, number>> {
  await followTargets();
  const { rows } = await api.database.pool.query<{ name: string; target: string }>(
    `SELECT channel || ' ' || sku AS name, target FROM listing_sync ORDER BY 1`,
  );
  return Object.fromEntries(rows.map((row) => [row.name, Number(row.target)]));
}

const stop = (body: unknown, key?: string) =>
  api.call('POST', '/stops', { body, ...(key === undefined ? {} : { key }) });

beforeAll(async () => {
  api = await createTestApi();
  const put = await api.call('PUT', '/catalog', {
    body: {
      ...smallCatalog,
      channels: smallCatalog.channels.map((channel) => ({ ...channel, ...open })),
      listings: ['A', 'B'].flatMap((sku) =>
        smallCatalog.channels.map(({ channel }) => ({
          sku,
          channel,
          ...(channel === 'web' ? { buffer: 2 } : {}),
        })),
      ),
    },
  });
  expect(put.status).toBe(200);
  await api.call('POST', '/events', { body: { events: [receipt({ quantity: 20 }), receipt({ sku: 'B' })] } });
});
afterAll(() => api.close());

it('stops a SKU on a channel: 0 there, due before all else, and its units go to the others', async () => {
  expect(await targets()).toEqual({ 'web A': 8, 'shop A': 10, 'web B': 3, 'shop B': 5 });
  await api.database.pool.query(
    `UPDATE listing_sync SET published = 8, due_at = NULL; UPDATE channel_sync SET push_due_at = now() + interval '1 hour'`,
  );
  const stopped = await stop({ sku: 'A', channel: 'web', reason: 'recalled' });
  expect(stopped).toMatchObject({
    status: 201,
    body: { sku: 'A', channel: 'web', reason: 'recalled', resumedAt: null },
  });
  const row = async () =>
    (
      await api.database.pool.query(
        `SELECT s.target, s.due_at < '2000-01-01' AS urgent, y.push_due_at FROM listing_sync s
         JOIN channel_sync y ON y.channel = s.channel WHERE s.channel = 'web' AND s.sku = 'A'`,
      )
    ).rows;
  expect(await row()).toEqual([{ target: '0', urgent: true, push_due_at: null }]);
  expect(await targets()).toMatchObject({ 'web A': 0, 'shop A': 20, 'web B': 3 });
  expect(await row()).toMatchObject([{ target: '0', urgent: true }]);
  // Neither more stock nor a new price sells it again.
  await api.call('POST', '/events', { body: { events: [receipt()] } });
  await api.call('PUT', '/catalog', { body: { listings: [{ sku: 'A', channel: 'web', price: 500 }] } });
  expect(await targets()).toMatchObject({ 'web A': 0, 'shop A': 30 });

  const again = await stop({ sku: 'A', channel: 'web', reason: 'once more' });
  expect(again).toMatchObject({ status: 200, body: { id: stopped.body.id, reason: 'recalled' } });
  const resumed = await api.call('DELETE', `/stops/${stopped.body.id}`);
  expect(resumed).toMatchObject({ status: 200, body: { resumedBy: expect.stringMatching(/^key:/) } });
  expect(await targets()).toMatchObject({ 'web A': 13, 'shop A': 15 });
  expect((await api.call('DELETE', `/stops/${stopped.body.id}`)).body).toEqual(resumed.body);
});

it('stops a SKU everywhere and a channel as a whole, each by itself', async () => {
  const sku = await stop({ sku: 'A', reason: 'recalled' });
  const channel = await stop({ channel: 'shop', reason: 'stocktaking' });
  expect(await targets()).toEqual({ 'web A': 0, 'shop A': 0, 'web B': 8, 'shop B': 0 });
  const listed = await api.call('GET', '/stops?sku=A&status=in_force', { key: api.keys.viewer });
  expect(listed.body.items).toMatchObject([{ id: channel.body.id }, { id: sku.body.id }]);
  const first = await api.call('GET', '/stops?limit=1');
  const second = await api.call('GET', `/stops?limit=1&cursor=${first.body.next}`);
  expect([first.body.items, second.body.items].flat()).toMatchObject([
    { id: channel.body.id },
    { id: sku.body.id },
  ]);
  await api.call('DELETE', `/stops/${sku.body.id}`);
  expect(await targets()).toMatchObject({ 'web A': 28, 'shop A': 0, 'shop B': 0 });
  await api.call('DELETE', `/stops/${channel.body.id}`);
  expect(await targets()).toMatchObject({ 'web A': 13, 'shop A': 15, 'web B': 3, 'shop B': 5 });
});

it('is refused without a reason, for what is not there, and to whom it is not given', async () => {
  expect((await stop({ sku: 'A' })).status).toBe(400);
  expect((await stop({ reason: 'everything' })).status).toBe(400);
  expect(await stop({ sku: 'nothing', reason: 'x' })).toMatchObject({
    status: 422,
    body: { code: 'unknown_sku' },
  });
  expect(await stop({ channel: 'nobody', reason: 'x' })).toMatchObject({
    status: 422,
    body: { code: 'unknown_channel' },
  });
  expect((await stop({ sku: 'A', reason: 'x' }, api.keys.operator)).status).toBe(403);
  expect((await stop({ sku: 'A', reason: 'x' }, api.keys.integration)).status).toBe(403);
  const limited = await api.newKey({ role: 'manager', channels: ['web'] });
  expect(await stop({ sku: 'A', reason: 'x' }, limited)).toMatchObject({
    status: 403,
    body: { code: 'outside_limits' },
  });
  const own = await stop({ channel: 'web', reason: 'x' }, limited);
  expect(own.status).toBe(201);
  expect((await api.call('DELETE', '/stops/none')).status).toBe(404);
  expect((await api.call('DELETE', `/stops/${own.body.id}`, { key: limited })).status).toBe(200);
});

it('leaves a trail, and can be changed by nobody', async () => {
  const { rows } = await api.database.pool.query(
    `SELECT action, subject FROM audit_log WHERE action LIKE 'selling.%' ORDER BY entry LIMIT 3`,
  );
  expect(rows).toEqual([
    { action: 'selling.stopped', subject: 'A on web' },
    { action: 'selling.resumed', subject: 'A on web' },
    { action: 'selling.stopped', subject: 'A' },
  ]);
  for (const table of ['selling_stop', 'selling_resume'])
    await expect(api.database.pool.query(`UPDATE ${table} SET reason = 'another'`)).rejects.toMatchObject({
      code: 'TC001',
    });
});
