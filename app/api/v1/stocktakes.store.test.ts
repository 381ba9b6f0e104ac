import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', { body: smallCatalog });
  await api.call('POST', '/events', { body: { events: [receipt({ quantity: 20 })] } });
});
afterAll(() => api.close());

const plan = { stocktake: 'S-9', node: 'W1', scope: 'node' };
const post = (path: string, body: unknown, role: 'operator' | 'manager' | 'viewer', key?: string) =>
  api.call('POST', path, {
    body,
    key: api.keys[role],
    ...(key === undefined ? {} : { headers: { 'idempotency-key': key } }),
  });
const step = (body: Record<string, unknown>, role: 'operator' | 'manager' = 'operator') =>
  post('/stocktakes/S-9/steps', { key: randomUUID(), ...body }, role);

it('is opened, counted blind, handed in and approved over the API, each step by those who may', async () => {
  expect((await post('/stocktakes', plan, 'operator')).status).toBe(400);
  expect((await post('/stocktakes', plan, 'viewer', 'one')).status).toBe(403);
  expect((await post('/stocktakes', { ...plan, scope: 'class', value: 'D' }, 'operator', 'two')).status).toBe(
    400,
  );
  const opened = await post('/stocktakes', plan, 'operator', 'three');
  expect(opened).toMatchObject({ status: 201, body: { stocktake: 'S-9', version: 1 } });
  expect((await post('/stocktakes', plan, 'operator', 'three')).body).toEqual(opened.body);
  expect((await api.call('GET', '/stocktakes/S-9')).body).toMatchObject({
    review: null,
    queue: [{ sku: 'A' }],
  });

  const now = new Date().toISOString();
  const scans = {
    sentAt: now,
    scans: [{ id: randomUUID(), round: 1, code: 'A', units: 19, scannedAt: now }],
  };
  expect((await post('/stocktakes/S-9/scans', scans, 'viewer')).status).toBe(403);
  expect((await post('/stocktakes/S-0/scans', scans, 'operator')).status).toBe(404);
  expect((await post('/stocktakes/S-9/scans', scans, 'operator')).body).toMatchObject({
    results: [{ outcome: 'counted', sku: 'A' }],
  });
  expect(await step({ step: 'hand_in', seen: 9, confirmUncounted: false })).toMatchObject({
    status: 409,
    body: { code: 'version_conflict' },
  });
  const handedIn = await step({ step: 'hand_in', seen: 1, confirmUncounted: false });
  expect(handedIn).toMatchObject({ status: 200 });
  const { body } = await api.call('GET', '/stocktakes/S-9');
  expect(body).toMatchObject({ status: 'counted', review: [{ sku: 'A', counted: 19, variance: -1 }] });
  const approve = { step: 'approve', seen: body.version, at: new Date().toISOString() };
  expect((await step(approve)).status).toBe(403);
  expect((await step(approve, 'manager')).status).toBe(200);
  expect((await api.call('GET', '/stocktakes?status=posted')).body.items).toMatchObject([
    { stocktake: 'S-9', missing: 1 },
  ]);
  expect((await api.call('GET', '/positions?sku=A&node=W1')).body.items).toMatchObject([{ available: 19 }]);
});
