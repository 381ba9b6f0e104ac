import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createTestApi, smallCatalog, type TestApi } from '../v1/test-api';
import * as cancel from './imports/[id]/cancel/route';
import * as imports from './imports/route';

let api: TestApi;
beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', { body: smallCatalog });
});
afterAll(() => api.close());

const address = 'http://127.0.0.1/api/ui/imports';
const upload = (query: string, body: string, headers: Record<string, string> = {}, key = api.keys.manager) =>
  imports.POST(
    new Request(`${address}?${query}`, {
      method: 'POST',
      body,
      headers: { authorization: `Bearer ${key}`, ...headers },
    }),
  );

it('refuses a gigabyte before it is sent, and says what is the most', async () => {
  const answer = await upload('kind=opening_stock&name=big.csv', 'sku', {
    'content-length': String(1024 ** 3),
  });
  expect(answer.status).toBe(413);
  expect(await answer.json()).toEqual({ detail: 'A file may have 128 MB at most: part it.' });
});

it('takes a file in under the id that whoever sends it asks by, and forgets it when it is cancelled', async () => {
  const id = randomUUID();
  expect((await upload('kind=opening_stock&name=a.csv', 'sku', {}, api.keys.viewer)).status).toBe(403);
  const query = `kind=opening_stock&name=a.csv&id=${id}`;
  expect(await (await upload(query, 'sku,node,units\nA,W1,4\n')).json()).toMatchObject({ id, rows: 1 });
  expect((await upload(query, 'sku,node,units\nA,W1,4\n')).status).toBe(422);
  const list = async () => {
    const headers = { authorization: `Bearer ${api.keys.manager}` };
    return (await (await imports.GET(new Request(address, { headers }))).json()).items;
  };
  expect(await list()).toMatchObject([{ id, kind: 'opening_stock', status: 'staged' }]);
  const send = (key: string) =>
    cancel.POST(
      new Request(`${address}/${id}/cancel`, { method: 'POST', headers: { authorization: `Bearer ${key}` } }),
      { params: Promise.resolve({ id }) },
    );
  expect((await send(api.keys.viewer)).status).toBe(403);
  expect((await send(api.keys.manager)).status).toBe(200);
  expect(await list()).toEqual([]);
  expect((await send(api.keys.manager)).status).toBe(404);
});
