import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', { body: smallCatalog });
});
afterAll(() => api.close());

it('is placed by the system that orders, filled by receipts that name it, and closed', async () => {
  const plan = { supplier: 'Surat Textiles', node: 'W1', lines: [{ sku: 'A', units: 12 }] };
  const put = (body: unknown, role: 'integration' | 'operator' = 'integration') =>
    api.call('PUT', '/purchase-orders/PO-1', { body, key: api.keys[role] });
  expect((await put(plan, 'operator')).status).toBe(403);
  expect((await put({ ...plan, lines: [] })).status).toBe(400);
  expect(await put({ ...plan, lines: [{ sku: 'X', units: 1 }] })).toMatchObject({
    status: 422,
    body: { code: 'unknown_name' },
  });
  expect(await put({ ...plan, seen: 0 })).toMatchObject({ status: 200, body: { version: 1 } });
  expect(await put({ ...plan, seen: 0 })).toMatchObject({
    status: 409,
    body: { code: 'version_conflict', version: 1 },
  });
  await api.call('POST', '/events', { body: { events: [receipt({ quantity: 5, purchaseOrder: 'PO-1' })] } });
  expect((await api.call('GET', '/purchase-orders/PO-1')).body).toMatchObject({
    status: 'partly_received',
    onOrder: 7,
    lines: [{ sku: 'A', units: 12, received: 5 }],
  });
  const close = (id: string, seen: number) =>
    api.call('POST', `/purchase-orders/${id}/close`, { body: { seen }, key: api.keys.manager });
  expect((await close('PO-0', 1)).status).toBe(404);
  expect((await close('PO-1', 9)).status).toBe(409);
  expect((await close('PO-1', 1)).status).toBe(200);
  expect((await api.call('GET', '/purchase-orders?status=closed&sku=A')).body.items).toMatchObject([
    { purchaseOrder: 'PO-1', onOrder: 0, received: 5 },
  ]);
});
