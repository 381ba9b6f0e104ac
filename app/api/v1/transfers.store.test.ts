import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', { body: smallCatalog });
  await api.call('POST', '/events', { body: { events: [receipt({ quantity: 20 })] } });
});
afterAll(() => api.close());

const plan = { transfer: 'T-9', from: 'W1', to: 'W2', lines: [{ sku: 'A', units: 4 }] };
const send = (body: unknown, key: string, role: 'operator' | 'viewer' = 'operator') =>
  api.call('POST', '/transfers', { body, key: api.keys[role], headers: { 'idempotency-key': key } });

it('keeps a plan once, answers a second try as the first, and refuses what cannot be', async () => {
  expect((await api.call('POST', '/transfers', { body: plan })).status).toBe(400);
  expect((await send(plan, 'one', 'viewer')).status).toBe(403);
  const first = await send(plan, 'one');
  expect(first).toMatchObject({ status: 201, body: { transfer: 'T-9', version: 1 } });
  expect((await send(plan, 'one')).body).toEqual(first.body);
  expect(await send(plan, 'two')).toMatchObject({ status: 422, body: { code: 'version_conflict' } });
  expect(await send({ ...plan, transfer: 'T-10', to: 'NOWHERE' }, 'three')).toMatchObject({
    status: 422,
    body: { code: 'unknown_name' },
  });
  expect((await send({ ...plan, to: 'W1' }, 'four')).status).toBe(400);
});

it('shows where it stands as events move it, and transfers that only feeds know', async () => {
  const dispatched = (transfer: string, quantity: number) => ({
    source: 'wms',
    id: `sent ${transfer}`,
    type: 'transfer_dispatched',
    occurredAt: '2026-01-06T10:00:00Z',
    sku: 'A',
    transfer,
    line: 'A',
    from: 'W1',
    to: 'W2',
    quantity,
  });
  await api.call('POST', '/events', { body: { events: [dispatched('T-9', 4), dispatched('FEED-1', 2)] } });
  const { body } = await api.call('GET', '/transfers?status=in_transit&node=W2');
  expect(body.items).toMatchObject([
    { transfer: expect.any(String), status: 'in_transit' },
    { status: 'in_transit' },
  ]);
  expect(body.items).toContainEqual(expect.objectContaining({ transfer: 'T-9', version: 1, inTransit: 4 }));
  expect(body.items).toContainEqual(expect.objectContaining({ transfer: 'FEED-1', version: 0, units: 2 }));
});
