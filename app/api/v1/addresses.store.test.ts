import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as unknown from '@/app/api/[...unknown]/route';
import { GET as metrics } from '@/app/metrics/route';
import { closeConnections } from '@/lib/db/client';
import { GET as docsAsset } from './docs/[asset]/route';
import { GET as docs } from './docs/route';
import { GET as openApi } from './openapi.json/route';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', { body: smallCatalog });
});
afterAll(() => api.close());

describe('the documents of the API', () => {
  it('are served from our own origin alone', async () => {
    const page = await docs();
    const html = await page.text();
    expect(html).not.toMatch(/https?:\/\//);
    expect(page.headers.get('content-security-policy')).toContain("default-src 'none'");
    const named = [...html.matchAll(/(?:src|href)="\/api\/v1\/docs\/([^"]+)"/g)].map(
      (match) => match[1] ?? '',
    );
    expect(named.length).toBeGreaterThan(2);
    for (const asset of named) {
      const answer = await docsAsset(new Request('http://localhost/'), {
        params: Promise.resolve({ asset }),
      });
      expect(answer.status).toBe(200);
      expect((await answer.arrayBuffer()).byteLength).toBeGreaterThan(50);
    }
    for (const asset of ['package.json', '../package.json', 'constructor'])
      expect(
        (await docsAsset(new Request('http://localhost/'), { params: Promise.resolve({ asset }) })).status,
      ).toBe(404);
  });

  it('describe the API', async () => {
    const document = await (await openApi()).json();
    expect(document).toMatchObject({ openapi: '3.1.0', servers: [{ url: '/api/v1' }] });
  });
});

describe('other addresses', () => {
  it('are problems', async () => {
    const answer = await unknown.GET(new Request('http://localhost/api/v2/nothing'));
    expect(answer.status).toBe(404);
    expect(answer.headers.get('content-type')).toBe('application/problem+json');
    expect(await answer.json()).toMatchObject({ code: 'not_found', status: 404 });
  });

  it('name what an address takes', async () => {
    const answer = await api.call('DELETE', '/events');
    expect(answer).toMatchObject({ status: 405, body: { code: 'method_not_allowed' } });
    expect(answer.headers.get('allow')).toBe('POST, OPTIONS');
    expect((await api.call('OPTIONS', '/reservations/x')).headers.get('allow')).toBe(
      'GET, DELETE, HEAD, OPTIONS',
    );
  });
});

describe('GET /metrics', () => {
  const ask = (headers: Record<string, string>) =>
    metrics(new Request('http://localhost/metrics', { headers }));

  it('is for this machine, and from elsewhere for keys that may read', async () => {
    await api.call('POST', '/events', { body: { events: [receipt()] } });
    const local = await ask({ 'x-truecount-peer': '127.0.0.1' });
    expect(local.status).toBe(200);
    const text = await local.text();
    expect(text).toMatch(/truecount_http_requests_total\{method="POST",route="\/events",status="200"\} 1/);
    expect(text).toMatch(/truecount_ledger_batch_events_count 1/);
    expect(text).toContain('truecount_outbox_listings 0');
    const far = { 'x-truecount-peer': '203.0.113.9' };
    expect((await ask(far)).status).toBe(401);
    expect((await ask({})).status).toBe(401);
    expect((await ask({ 'x-truecount-peer': '127.0.0.1', 'x-forwarded-for': '203.0.113.9' })).status).toBe(
      401,
    );
    expect((await ask({ ...far, authorization: `Bearer ${api.keys.integration}` })).status).toBe(403);
    expect((await ask({ ...far, authorization: `Bearer ${api.keys.viewer}` })).status).toBe(200);
  });
});

describe('without the database', () => {
  it('asks to come again, and tells nothing of the inside', async () => {
    const url = process.env.DATABASE_URL;
    await closeConnections();
    process.env.DATABASE_URL = 'postgresql://nobody@127.0.0.1:1/nowhere';
    try {
      const answer = await api.call('GET', '/positions');
      expect(answer).toMatchObject({
        status: 503,
        body: { code: 'unavailable', requestId: expect.any(String) },
      });
      expect(answer.headers.get('retry-after')).toMatch(/^\d+$/);
      expect(JSON.stringify(answer.body)).not.toMatch(/ECONN|127\.0\.0\.1|nobody/);
    } finally {
      await closeConnections();
      process.env.DATABASE_URL = url;
    }
    expect((await api.call('GET', '/positions')).status).toBe(200);
  });
});
