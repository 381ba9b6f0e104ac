import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { revokeApiKey } from '@/lib/access/server/revoke-api-key';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  expect((await api.call('PUT', '/catalog', { body: smallCatalog })).status).toBe(200);
});
afterAll(() => api.close());

const post = (events: unknown[], key?: string) =>
  api.call('POST', '/events', { body: { events }, ...(key === undefined ? {} : { key }) });
const placed = (fields: Record<string, unknown> = {}) => ({
  source: 'shop',
  id: `order-${Math.random()}`,
  type: 'order_placed',
  occurredAt: '2026-01-05T11:00:00Z',
  sku: 'A',
  quantity: 1,
  channel: 'web',
  order: 'o-1',
  line: '1',
  ...fields,
});

async function eventsRecorded(): Promise<number> {
  const { rows } = await api.database.pool.query<{ count: number }>(
    'SELECT count(*)::int FROM inventory_event',
  );
  return rows[0]?.count ?? -1;
}

describe('POST /events', () => {
  it('answers in order, the same event again as a duplicate, other content under its id as a mismatch', async () => {
    const one = receipt();
    const two = receipt({ sku: 'B', quantity: 3 });
    const first = await post([one, two]);
    expect(first.status).toBe(200);
    expect(first.body.results).toMatchObject([
      { source: 'wms', id: one.id, status: 'applied', sequence: expect.any(Number) },
      { source: 'wms', id: two.id, status: 'applied' },
    ]);
    const again = await post([two, one, { ...one, quantity: 11 }, receipt({ sku: 'nothing' })]);
    expect(again.body.results).toMatchObject([
      { id: two.id, status: 'duplicate' },
      { id: one.id, status: 'duplicate' },
      { id: one.id, status: 'refused', code: 'idempotency_mismatch', detail: expect.any(String) },
      { status: 'refused', code: 'unknown_sku', detail: expect.any(String) },
    ]);
  });

  it('moves what positions show', async () => {
    const before = await api.call('GET', '/positions?sku=B&node=W2');
    expect(before.body).toEqual({ items: [] });
    await post([receipt({ sku: 'B', node: 'W2', quantity: 7 })]);
    const after = await api.call('GET', '/positions?sku=B&node=W2');
    expect(after.body.items).toEqual([
      {
        sku: 'B',
        node: 'W2',
        available: 7,
        committed: 0,
        qualityControl: 0,
        damaged: 0,
        incoming: 0,
        onHand: 7,
        safetyStock: 0,
        availableToSell: 7,
      },
    ]);
  });

  it.each([
    ['a negative quantity', { quantity: -1 }, '/events/1/quantity'],
    ['no units', { quantity: 0 }, '/events/1/quantity'],
    ['a part of a unit', { quantity: 1.5 }, '/events/1/quantity'],
    ['more units than there can be', { quantity: 1e15 }, '/events/1/quantity'],
    ['a quantity in words', { quantity: '5' }, '/events/1/quantity'],
    ['no quantity', { quantity: undefined }, '/events/1/quantity'],
    ['1900', { occurredAt: '1900-01-01T00:00:00Z' }, '/events/1/occurredAt'],
    [
      'next year',
      { occurredAt: new Date(Date.now() + 366 * 86_400_000).toISOString() },
      '/events/1/occurredAt',
    ],
    ['no zone', { occurredAt: '2026-01-05T10:00:00' }, '/events/1/occurredAt'],
    ['an unknown type', { type: 'teleport' }, '/events/1/type'],
    ['an unknown field', { colour: 'red' }, '/events/1/colour'],
    ['no SKU', { sku: undefined }, '/events/1/sku'],
    ['an empty SKU', { sku: '' }, '/events/1/sku'],
    ['a NUL in the SKU', { sku: 'A\u0000' }, '/events/1/sku'],
    ['half a surrogate pair', { sku: 'A\ud83d' }, '/events/1/sku'],
    ['an id that is too long', { id: 'x'.repeat(201) }, '/events/1/id'],
    ['an id that is a list', { id: [] }, '/events/1/id'],
  ])('refuses the batch for %s and applies nothing', async (_name, wrong, pointer) => {
    const before = await eventsRecorded();
    const answer = await post([receipt(), receipt(wrong)]);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(answer.body).toMatchObject({
      status: 400,
      code: 'invalid_request',
      title: expect.any(String),
      type: expect.stringContaining('invalid_request'),
      errors: expect.arrayContaining([{ pointer, detail: expect.any(String) }]),
    });
    expect(await eventsRecorded()).toBe(before);
  });

  it('takes 1,000 events and refuses 1,001, none, and a body that is something else', async () => {
    const many = Array.from({ length: 1000 }, () => receipt({ quantity: 1 }));
    const full = await post(many);
    expect(full.status).toBe(200);
    expect((full.body.results as { status: string }[]).every((result) => result.status === 'applied')).toBe(
      true,
    );
    for (const body of [{ events: [...many, receipt()] }, { events: [] }, [], 'null', { events: 'all' }])
      expect((await api.call('POST', '/events', { body })).status).toBe(400);
  });

  it('refuses what is not JSON, not sent as JSON, or too large', async () => {
    const send = (body: string, headers: Record<string, string> = {}) =>
      api.call('POST', '/events', { body, headers });
    const malformed = await send('{"events":[}');
    expect(malformed).toMatchObject({ status: 400, body: { code: 'malformed_json', line: 1, column: 12 } });
    expect((await send('events', { 'content-type': 'text/plain' })).status).toBe(415);
    const large = await send(JSON.stringify({ events: [], filling: 'x'.repeat(5 * 1024 * 1024) }));
    expect(large).toMatchObject({ status: 413, body: { code: 'body_too_large' } });
  });
});

describe('who may POST /events', () => {
  it('refuses without a valid key', async () => {
    for (const key of [null, 'nonsense', `${api.keys.admin}x`, api.keys.admin.slice(0, -1)]) {
      const answer = await api.call('POST', '/events', { key, body: { events: [receipt()] } });
      expect(answer.status).toBe(401);
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
      expect(answer.body.code).toBe('unauthenticated');
    }
  });

  it('refuses a key from the moment it is revoked', async () => {
    const key = await api.newKey({ role: 'integration' });
    expect((await post([receipt()], key)).status).toBe(200);
    const { rows } = await api.database.pool.query<{ id: string }>(
      'SELECT id FROM api_key WHERE starts_with($1, prefix)',
      [key],
    );
    expect(await revokeApiKey(api.database.pool, { id: rows[0]?.id ?? '' }, 'test')).toHaveLength(1);
    expect((await post([receipt()], key)).status).toBe(401);
  });

  it('goes by the role', async () => {
    expect((await post([receipt()], api.keys.viewer)).status).toBe(403);
    expect((await post([receipt()], api.keys.operator)).status).toBe(200);
    const order = await post([receipt(), placed()], api.keys.operator);
    expect(order).toMatchObject({
      status: 403,
      body: { code: 'forbidden', errors: [{ pointer: '/events/1/type' }] },
    });
    expect((await post([placed()], api.keys.integration)).status).toBe(200);
    const approval = {
      source: 'wms',
      id: 'approve-1',
      type: 'count_approved',
      occurredAt: '2026-01-05T12:00:00Z',
      sku: 'A',
      node: 'W1',
      of: 'count-1',
    };
    expect((await post([approval], api.keys.integration)).status).toBe(403);
    expect((await post([approval], api.keys.manager)).status).toBe(200);
  });

  it('keeps our own sources to ourselves', async () => {
    const answer = await post([receipt({ source: 'truecount:orders' })]);
    expect(answer).toMatchObject({ status: 403, body: { code: 'reserved_source' } });
  });

  it('goes by the limits of the key, for the batch as a whole', async () => {
    const key = await api.newKey({ role: 'integration', sources: ['wms'], nodes: ['W1'], channels: ['web'] });
    expect((await post([receipt()], key)).status).toBe(200);
    const before = await eventsRecorded();
    for (const [event, pointer] of [
      [receipt({ source: 'erp' }), '/events/1/source'],
      [receipt({ node: 'W2' }), '/events/1/node'],
      [placed({ source: 'wms', channel: 'shop', node: 'W1' }), '/events/1/channel'],
    ] as const)
      expect(await post([receipt(), event], key)).toMatchObject({
        status: 403,
        body: { code: 'outside_limits', errors: [{ pointer }] },
      });
    expect(await eventsRecorded()).toBe(before);
  });
});

describe('lists', () => {
  it('page through the ledger without gap or double', async () => {
    const whole = await api.call('GET', '/ledger?sku=B&limit=1000');
    const all = (whole.body.items as { sequence: number }[]).map((item) => item.sequence);
    expect(all.length).toBeGreaterThan(1);
    const paged: number[] = [];
    let next = '';
    do {
      const page = await api.call('GET', `/ledger?sku=B&limit=1&cursor=${next}`);
      paged.push(...(page.body.items as { sequence: number }[]).map((item) => item.sequence));
      next = String(page.body.next ?? '');
    } while (next !== '');
    expect(paged).toEqual(all);
  });

  it.each(['/positions', '/ledger', '/orders', '/incidents', '/discrepancies'])(
    '%s reads strictly',
    async (path) => {
      expect((await api.call('GET', `${path}?sku=&limit=`)).status).toBe(200);
      const unknown = await api.call('GET', `${path}?colour=red`);
      expect(unknown).toMatchObject({ status: 400, body: { errors: [{ pointer: 'colour' }] } });
      expect((await api.call('GET', `${path}?limit=1001`)).status).toBe(400);
      expect((await api.call('GET', `${path}?sku=A&sku=B`)).status).toBe(400);
      const cursor = await api.call('GET', `${path}?cursor=nonsense`);
      expect(cursor).toMatchObject({ status: 400, body: { code: 'invalid_cursor' } });
      const wrongMethod = await api.call('PATCH', path);
      expect(wrongMethod.status).toBe(405);
      expect(wrongMethod.headers.get('allow')).toBe('GET, HEAD, OPTIONS');
    },
  );

  it('show integrations positions only', async () => {
    const read = async (path: string) => (await api.call('GET', path, { key: api.keys.integration })).status;
    expect(await read('/positions')).toBe(200);
    for (const path of ['/ledger', '/orders', '/incidents', '/discrepancies', '/proof', '/stream'])
      expect(await read(path)).toBe(403);
    expect((await api.call('GET', '/ledger', { key: api.keys.viewer })).status).toBe(200);
  });

  it('prove the balances', async () => {
    expect(await api.call('GET', '/proof')).toMatchObject({
      status: 200,
      body: { balanced: true, events: expect.any(Number), checkedAt: expect.any(String) },
    });
  });
});
