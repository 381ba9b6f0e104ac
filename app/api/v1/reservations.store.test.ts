import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { idempotency_claim_ms_max } from '@/lib/api/idempotency';
import { idempotency_kept_days, sweepIdempotencyKeys } from '@/lib/api/sweep-idempotency-keys';
import type { Reservation } from '@/lib/orders/reservation';
import { expireReservations } from '@/lib/orders/server/expire-reservations';
import { getLedger } from '@/lib/runtime/ledger';
import { createTestApi, type Reply, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;
let keys = 0;

beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', { body: smallCatalog });
  const stocked = await api.call('POST', '/events', {
    body: { events: [receipt({ quantity: 100 }), receipt({ sku: 'B', quantity: 5 })] },
  });
  expect(stocked.status).toBe(200);
});
afterAll(() => api.close());

const line = (quantity: number, fields: Record<string, unknown> = {}) => ({ sku: 'A', quantity, ...fields });
const order = (lines: unknown[], fields: Record<string, unknown> = {}) => ({
  channel: 'web',
  order: `o-${Math.random()}`,
  lines,
  ...fields,
});

function reserve(body: unknown, idempotencyKey = `key-${++keys}`, key?: string): Promise<Reply> {
  return api.call('POST', '/reservations', {
    body,
    headers: { 'idempotency-key': idempotencyKey },
    ...(key === undefined ? {} : { key }),
  });
}

async function committedUnits(sku = 'A'): Promise<number> {
  const { body } = await api.call('GET', `/positions?sku=${sku}&node=W1`);
  return (body.items as { committed: number }[])[0]?.committed ?? 0;
}

async function made(body: unknown): Promise<string> {
  const answer = await reserve(body);
  expect(answer.status).toBe(201);
  return (answer.body as unknown as Reservation).id;
}

describe('POST /reservations', () => {
  it('keeps units, all lines or none', async () => {
    const before = await committedUnits();
    const answer = await reserve(order([line(3), line(2, { sku: 'B', line: 'b' })], { order: 'first' }));
    expect(answer).toMatchObject({
      status: 201,
      body: {
        id: expect.any(String),
        order: 'first',
        lines: [
          { line: '1', sku: 'A', node: 'W1', quantity: 3 },
          { line: 'b', sku: 'B', node: 'W1', quantity: 2 },
        ],
      },
    });
    const inMs = Date.parse(String(answer.body.expiresAt)) - Date.now();
    expect(inMs).toBeGreaterThan(800_000);
    expect(inMs).toBeLessThanOrEqual(900_000);
    expect(await committedUnits()).toBe(before + 3);

    const refused = await reserve(order([line(1), line(4, { sku: 'B' })]));
    expect(refused).toMatchObject({
      status: 409,
      body: {
        code: 'insufficient_stock',
        shortBy: 1,
        available: 3,
        lines: [{ line: '2', sku: 'B', shortBy: 1, available: 3 }],
        errors: [{ pointer: '/lines/1/quantity' }],
      },
    });
    expect(await committedUnits()).toBe(before + 3);
  });

  it('needs an Idempotency-Key', async () => {
    const answer = await api.call('POST', '/reservations', { body: order([line(1)]) });
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency_key_required' } });
    expect((await reserve(order([line(1)]), 'x'.repeat(201))).status).toBe(400);
  });

  it('gives the kept answer to the same request, 422 to another body, and keeps callers apart', async () => {
    const body = order([line(2)]);
    const before = await committedUnits();
    const first = await reserve(body, 'same');
    const again = await reserve(body, 'same');
    expect(again.status).toBe(201);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get('idempotency-replayed')).toBe('true');
    expect(await committedUnits()).toBe(before + 2);
    expect(await reserve(order([line(3)]), 'same')).toMatchObject({
      status: 422,
      body: { code: 'idempotency_mismatch' },
    });
    const other = await reserve(order([line(1)]), 'same', api.keys.manager);
    expect(other.status).toBe(201);
    expect(other.body.id).not.toBe(first.body.id);
  });

  it('answers the same request many times at once by one reservation', async () => {
    const body = order([line(1)]);
    const before = await committedUnits();
    const answers = await Promise.all(Array.from({ length: 12 }, () => reserve(body, 'burst')));
    const ids = new Set(answers.filter((answer) => answer.status === 201).map((answer) => answer.body.id));
    expect(ids.size).toBe(1);
    for (const answer of answers.filter(({ status }) => status !== 201))
      expect(answer).toMatchObject({ status: 409, body: { code: 'idempotency_in_flight' } });
    expect(await committedUnits()).toBe(before + 1);
  });

  it('takes over what a killed process left, and finds what that had done', async () => {
    const body = order([line(2)]);
    const first = await reserve(body, 'killed');
    const before = await committedUnits();
    await api.database.pool.query(
      `UPDATE idempotency_key SET status = NULL, response = NULL,
         claimed_at = now() - make_interval(secs => $1) WHERE key = 'killed'`,
      [idempotency_claim_ms_max / 1000 + 1],
    );
    const again = await reserve(body, 'killed');
    expect(again.body).toEqual(first.body);
    expect(await committedUnits()).toBe(before);
  });

  it('drops kept answers when they are old', async () => {
    await reserve(order([line(1)]), 'old');
    await api.database.pool.query(
      `UPDATE idempotency_key SET created_at = now() - make_interval(days => $1, hours => 1) WHERE key = 'old'`,
      [idempotency_kept_days],
    );
    expect(await sweepIdempotencyKeys(api.database.pool)).toBe(1);
    expect(await sweepIdempotencyKeys(api.database.pool)).toBe(0);
  });

  it('forgets what was wrong with the request, so that it may come again corrected', async () => {
    const wrong = await reserve(order([line(1, { sku: 'Z' })]), 'corrected');
    expect(wrong).toMatchObject({
      status: 422,
      body: { code: 'unknown_sku', errors: [{ pointer: '/lines/0/sku' }] },
    });
    expect((await reserve(order([line(1)]), 'corrected')).status).toBe(201);
  });

  it.each([
    [order([]), '/lines'],
    [order([line(0)]), '/lines/0/quantity'],
    [order([line(1)], { ttlSeconds: 86_401 }), '/ttlSeconds'],
    [order([line(1), line(1, { line: '1' })]), '/lines/1/line'],
    [order([line(1)], { channel: undefined }), '/channel'],
  ])('refuses the form of %j', async (body, pointer) => {
    const answer = await reserve(body);
    expect(answer).toMatchObject({ status: 400, body: { errors: [{ pointer }] } });
  });

  it('goes by role and limits', async () => {
    expect((await reserve(order([line(1)]), 'v', api.keys.viewer)).status).toBe(403);
    expect((await reserve(order([line(1)]), 'o', api.keys.operator)).status).toBe(403);
    expect((await reserve(order([line(1)]), 'i', api.keys.integration)).status).toBe(201);
    const key = await api.newKey({ role: 'integration', channels: ['web'], nodes: ['W1'] });
    expect((await reserve(order([line(1, { node: 'W1' })]), 'l1', key)).status).toBe(201);
    expect(await reserve(order([line(1)]), 'l2', key)).toMatchObject({
      status: 403,
      body: { code: 'outside_limits', errors: [{ pointer: '/lines/0/node' }] },
    });
    const elsewhere = await made(order([line(1)], { channel: 'shop' }));
    expect((await api.call('DELETE', `/reservations/${elsewhere}`, { key })).status).toBe(403);
  });
});

describe('what becomes of a reservation', () => {
  const release = (id: string) => api.call('DELETE', `/reservations/${id}`);
  const commit = (id: string) => api.call('POST', `/reservations/${id}/commit`);
  const read = (id: string) => api.call('GET', `/reservations/${id}`);

  it('is released once, however often it is asked for', async () => {
    const before = await committedUnits();
    const id = await made(order([line(4)]));
    expect((await read(id)).body).toMatchObject({ status: 'held', lines: [{ held: 4, nodes: { W1: 4 } }] });
    for (let time = 0; time < 2; time++)
      expect(await release(id)).toMatchObject({
        status: 200,
        body: { status: 'released', lines: [{ released: 4 }] },
      });
    expect(await committedUnits()).toBe(before);
    expect(await commit(id)).toMatchObject({ status: 409, body: { code: 'reservation_released' } });
  });

  it('becomes its order once, also when asked at the same moment', async () => {
    const before = await committedUnits();
    const id = await made(order([line(4)], { order: 'becomes' }));
    const answers = await Promise.all([commit(id), commit(id), commit(id)]);
    for (const answer of answers)
      expect(answer).toMatchObject({
        status: 200,
        body: { status: 'committed', lines: [{ committed: 4, held: 0 }] },
      });
    expect(await committedUnits()).toBe(before + 4);
    const orders = await api.call('GET', '/orders?order=becomes');
    expect(orders.body.items).toMatchObject([{ ordered: 4, open: 4, backordered: 0 }]);
    expect(await release(id)).toMatchObject({ status: 409, body: { code: 'reservation_committed' } });
    expect(await committedUnits()).toBe(before + 4);
  });

  it('is converted by an order placed by its channel', async () => {
    const before = await committedUnits();
    const id = await made(order([line(2)], { order: 'reported' }));
    const placed = {
      source: 'shop',
      id: 'reported',
      type: 'order_placed',
      occurredAt: '2026-01-06T00:00:00Z',
      sku: 'A',
    };
    await api.call('POST', '/events', {
      body: { events: [{ ...placed, quantity: 2, channel: 'web', order: 'reported', line: '1' }] },
    });
    expect((await read(id)).body).toMatchObject({ status: 'committed' });
    expect(await committedUnits()).toBe(before + 2);
  });

  it('ends with its time', async () => {
    const before = await committedUnits();
    const id = await made(order([line(2)], { ttlSeconds: 1 }));
    await api.database.pool.query(
      `UPDATE reservation SET expires_at = now() - interval '1 minute' WHERE reservation = $1`,
      [id],
    );
    expect((await read(id)).body).toMatchObject({ status: 'expired', lines: [{ held: 2 }] });
    expect(await commit(id)).toMatchObject({ status: 410, body: { code: 'reservation_expired' } });
    const ports = { pool: api.database.pool, ledger: getLedger() };
    const released = await Promise.all([expireReservations(ports), expireReservations(ports)]);
    expect(released.reduce((sum, one) => sum + one, 0)).toBe(1);
    expect(await committedUnits()).toBe(before);
    expect((await read(id)).body).toMatchObject({ status: 'expired', lines: [{ held: 0, released: 2 }] });
    expect((await commit(id)).status).toBe(410);
    expect((await release(id)).status).toBe(200);
  });

  it('is not found under another id', async () => {
    for (const answer of [await read('none'), await release('none'), await commit('none')])
      expect(answer).toMatchObject({ status: 404, body: { code: 'not_found' } });
  });
});
