import net from 'node:net';
import type pg from 'pg';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type Reply, RunningApp } from '../running-app';

/** Everything wrong that a client can send over HTTP: each is answered clearly, and nothing of it is applied. */
const day_ms = 86_400_000;
const path = '/api/v1/events';

let app: RunningApp;
let key: string;
let database: pg.Pool;
let before: Record<string, number>;
let made = 0;

beforeAll(async () => {
  app = await RunningApp.start();
  key = await app.createKey('admin');
  database = await app.database();
  const catalog = {
    skus: [{ sku: 'BAD-1', name: 'Article' }],
    nodes: [{ node: 'depot', name: 'Depot', kind: 'warehouse' }],
    channels: [{ channel: 'web', name: 'Webshop', kind: 'webshop', connector: 'none', sources: ['depot'] }],
  };
  expect((await app.call(key, 'PUT', '/api/v1/catalog', catalog)).status).toBe(200);
  expect((await post([receipt()])).body.results).toMatchObject([{ status: 'applied' }]);
});
afterAll(async () => {
  await database?.end();
  await app?.remove();
});
beforeEach(async () => {
  before = await counts();
});
afterEach(async () => {
  expect(await counts()).toEqual(before);
});

function receipt(fields: Record<string, unknown> = {}): Record<string, unknown> {
  made += 1;
  return {
    source: 'wms',
    id: `receipt-${made}`,
    type: 'receipt',
    occurredAt: '2026-01-05T10:00:00Z',
    sku: 'BAD-1',
    quantity: 10,
    node: 'depot',
    ...fields,
  };
}

const placed = (fields: Record<string, unknown> = {}) => ({
  ...receipt({ type: 'order_placed', channel: 'web', order: 'o-1', line: '1', node: undefined }),
  ...fields,
});

const post = (events: unknown[], headers: Record<string, string> = {}) =>
  app.call(key, 'POST', path, { events }, headers);

async function counts(): Promise<Record<string, number>> {
  const { rows } = await database.query(
    `SELECT (SELECT count(*)::int FROM inventory_event) AS events, (SELECT count(*)::int FROM posting) AS postings,
       (SELECT count(*)::int FROM order_line) AS lines, (SELECT sum(available)::int FROM position) AS available`,
  );
  return rows[0];
}

function expectProblem(answer: Reply, status: number, code: string): void {
  expect(answer.headers.get('content-type')).toBe('application/problem+json');
  expect(answer).toMatchObject({
    status,
    body: {
      status,
      code,
      type: `urn:truecount:problem:${code}`,
      title: expect.stringMatching(/\S/),
      detail: expect.stringMatching(/\S/),
    },
  });
}

describe('a batch with one wrong event is refused whole', () => {
  test.each([
    ['a negative quantity', { quantity: -5 }, 'quantity'],
    ['no unit at all', { quantity: 0 }, 'quantity'],
    ['a fraction of a unit', { quantity: 0.5 }, 'quantity'],
    ['a huge quantity', { quantity: 1e18 }, 'quantity'],
    ['a quantity that no number tells apart from the next', { quantity: 2 ** 53 }, 'quantity'],
    ['a quantity of the wrong type', { quantity: '10' }, 'quantity'],
    ['a list for a SKU', { sku: ['BAD-1'] }, 'sku'],
    ['a date in 1900', { occurredAt: '1900-06-01T00:00:00Z' }, 'occurredAt'],
    ['a date next year', { occurredAt: new Date(Date.now() + 366 * day_ms).toISOString() }, 'occurredAt'],
    ['a date that is none', { occurredAt: '2026-02-30T00:00:00Z' }, 'occurredAt'],
    ['a type that does not exist', { type: 'teleported' }, 'type'],
    ['no id', { id: undefined }, 'id'],
    ['no node', { node: undefined }, 'node'],
    ['a field that does not exist', { colour: 'indigo' }, 'colour'],
  ])('%s', async (_name, wrong, field) => {
    const answer = await post([receipt(), receipt(wrong), receipt()]);
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toContainEqual({
      pointer: `/events/1/${field}`,
      detail: expect.stringMatching(/\S/),
    });
  });

  test('a quantity beyond all numbers', async () => {
    const body = JSON.stringify({ events: [receipt()] }).replace('"quantity":10', '"quantity":1e400');
    const answer = await app.call(key, 'POST', path, body);
    expectProblem(answer, 400, 'invalid_request');
    expect(answer.body.errors).toMatchObject([{ pointer: '/events/0/quantity' }]);
  });

  test('an event that is none', async () => {
    for (const none of [null, 'receipt', 7, []]) {
      const answer = await post([receipt(), none]);
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors).toContainEqual({
        pointer: expect.stringMatching(/^\/events\/1(\/|$)/),
        detail: expect.stringMatching(/\S/),
      });
    }
  });

  test('1,001 events, and none', async () => {
    const many = Array.from({ length: 1001 }, () => receipt());
    for (const events of [many, []]) {
      const answer = await post(events);
      expectProblem(answer, 400, 'invalid_request');
      expect(answer.body.errors).toMatchObject([{ pointer: '/events' }]);
    }
  });
});

describe('what the catalogue does not know is refused per event', () => {
  test.each([
    ['an unknown SKU', () => receipt({ sku: 'NOBODY-KNOWS' }), 'unknown_sku'],
    ['an unknown node', () => receipt({ node: 'nowhere' }), 'unknown_node'],
    ['an unknown channel', () => placed({ channel: 'nobody' }), 'unknown_channel'],
    ['an unknown node of an order', () => placed({ node: 'nowhere' }), 'unknown_node'],
  ])('%s', async (_name, event, code) => {
    const wrong = event();
    const answer = await post([wrong]);
    expect(answer).toMatchObject({
      status: 200,
      body: {
        results: [
          {
            source: wrong.source,
            id: wrong.id,
            status: 'refused',
            code,
            detail: expect.stringMatching(/\S/),
          },
        ],
      },
    });
  });

  test('an id that was used for something else', async () => {
    const answer = await post([receipt({ id: 'receipt-1', quantity: 11 }), receipt({ id: 'receipt-1' })]);
    expect(answer.body.results).toMatchObject([
      {
        id: 'receipt-1',
        status: 'refused',
        code: 'idempotency_mismatch',
        detail: expect.stringMatching(/\S/),
      },
      { id: 'receipt-1', status: 'duplicate' },
    ]);
  });

  test('a request for what is not there', async () => {
    // A manual adjustment is a request, so its refusal is remembered; it moves nothing all the same.
    const adjustment = receipt({
      type: 'adjustment',
      direction: 'decrease',
      reason: 'correction',
      quantity: 1_000,
    });
    const first = await post([adjustment]);
    expect(first.body.results).toMatchObject([
      { status: 'refused', code: 'insufficient_stock', shortBy: 990, available: 10 },
    ]);
    const { postings, available } = await counts();
    expect({ postings, available }).toEqual({ postings: before.postings, available: before.available });
    before = await counts();
  });
});

describe('a body that cannot be read', () => {
  test.each([
    ['malformed JSON', '{"events":[{]}'],
    ['JSON that ends too early', '{"events":[{"source":"wms"'],
    ['nothing', ''],
    ['two documents', '{"events":[]}{"events":[]}'],
  ])('%s', async (_name, body) => {
    const answer = await app.call(key, 'POST', path, body);
    expectProblem(answer, 400, 'malformed_json');
  });

  test('bytes that are no UTF-8', async () => {
    const response = await fetch(`${app.url}${path}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: Buffer.concat([Buffer.from('{"events":"'), Buffer.from([0xff, 0xfe]), Buffer.from('"}')]),
    });
    expect({ status: response.status, body: await response.json() }).toMatchObject({
      status: 400,
      body: { code: 'malformed_json' },
    });
  });

  test.each([['text/plain'], ['application/x-www-form-urlencoded'], ['multipart/form-data; boundary=x']])(
    'sent as %s',
    async (type) => {
      const answer = await post([receipt()], { 'content-type': type });
      expectProblem(answer, 415, 'unsupported_media_type');
    },
  );

  test('more than it may be, whether it says so beforehand or not', async () => {
    const body = JSON.stringify({ events: [receipt()], filling: 'x'.repeat(20 * 1024 * 1024) });
    const told = await raw(body, `content-length: ${body.length}`);
    expect(told).toMatch(/^HTTP\/1\.1 413 /);
    expect(told).toContain('application/problem+json');
    expect(told).toContain('body_too_large');
    const chunk = `${body.length.toString(16)}\r\n${body}\r\n0\r\n\r\n`;
    const untold = await raw(chunk, 'transfer-encoding: chunked');
    expect(untold).toMatch(/^HTTP\/1\.1 413 /);
    expect(untold).toContain('body_too_large');
  });

  test('cut off half-way', async () => {
    const body = JSON.stringify({ events: [receipt()] });
    const half = body.slice(0, body.length / 2);
    for (const [sent, header] of [
      [half, `content-length: ${body.length}`],
      [`${body.length.toString(16)}\r\n${half}`, 'transfer-encoding: chunked'],
    ] as const) {
      const answer = await raw(sent, header);
      expect(answer).toMatch(/^HTTP\/1\.1 400 /);
      expect(answer).toContain('application/problem+json');
    }
    expect((await fetch(`${app.url}/readyz`)).status).toBe(200);
  });

  /** Sends this body on a connection of its own, closes its own side, and reads to the end. */
  function raw(body: string, header: string): Promise<string> {
    return new Promise((resolve, reject) => {
      const socket = net.connect({ port: app.port, host: '127.0.0.1', allowHalfOpen: true });
      let answer = '';
      socket.setEncoding('utf8');
      socket.on('data', (text) => (answer += text));
      socket.on('end', () => {
        socket.destroy();
        resolve(answer);
      });
      socket.on('error', (error) => (answer === '' ? reject(error) : resolve(answer)));
      socket.end(
        `POST ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer ${key}\r\n` +
          `content-type: application/json\r\n${header}\r\n\r\n${body}`,
      );
    });
  }
});

describe('who is not known', () => {
  test('no key, a wrong one, a scheme that is none of ours', async () => {
    for (const authorization of [undefined, 'Bearer', 'Bearer nonsense', `Bearer ${key}x`, `Basic ${key}`]) {
      const headers: Record<string, string> = authorization === undefined ? {} : { authorization };
      const answer = await app.call(null, 'POST', path, { events: [receipt()] }, headers);
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers.get('www-authenticate')).toContain('Bearer');
    }
  });

  test('a key that was revoked, from the very next request on', async () => {
    const short = await app.admin('api-key', 'create', '--name', 'short-lived', '--role', 'integration');
    const known = await app.call(short, 'POST', path, { events: [receipt({ sku: 'NOBODY-KNOWS' })] });
    expect(known.status).toBe(200);
    await app.admin('api-key', 'revoke', '--name', 'short-lived');
    expectProblem(await app.call(short, 'POST', path, { events: [receipt()] }), 401, 'unauthenticated');
  });

  test('a key that may not', async () => {
    const viewer = await app.createKey('viewer');
    expectProblem(await app.call(viewer, 'POST', path, { events: [receipt()] }), 403, 'forbidden');
  });

  test('a source that is ours', async () => {
    expectProblem(await post([receipt({ source: 'truecount:returns' })]), 403, 'reserved_source');
  });
});

test('another method, another address', async () => {
  const wrongMethod = await app.call(key, 'PATCH', path);
  expectProblem(wrongMethod, 405, 'method_not_allowed');
  expect(wrongMethod.headers.get('allow')).toContain('POST');
  expectProblem(await app.call(key, 'GET', '/api/v1/nothing-here'), 404, 'not_found');
});
