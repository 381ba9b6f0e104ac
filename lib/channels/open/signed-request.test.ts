import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { Webhook } from 'standardwebhooks';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { response_bytes_max, signedRequest } from './signed-request';

const secret = 'whsec_dHJ1ZWNvdW50LXRlc3RzLW9wZW4tc2hvcC1zZWNyZXQ=';
let answer: (request: http.IncomingMessage, response: http.ServerResponse, body: string) => void;
const server = http.createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  answer(request, response, body);
});
let origin: string;

beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});

const ask = (fields: Partial<Parameters<typeof signedRequest>[0]> = {}) =>
  signedRequest({ method: 'GET', url: new URL(`${origin}/x`), secret, allowInside: true, ...fields });

test('signs the body, and the empty body of a GET', async () => {
  const seen: string[] = [];
  answer = (request, response, body) => {
    const headers = Object.fromEntries(
      ['webhook-id', 'webhook-timestamp', 'webhook-signature'].map((name) => [
        name,
        String(request.headers[name]),
      ]),
    );
    new Webhook(secret).verify(body, headers, { jsonParse: false });
    seen.push(body);
    response.end('{"ok":true}');
  };
  expect(await ask()).toEqual({ ok: true, value: { ok: true } });
  expect(await ask({ method: 'POST', body: '{"price":"₹5"}' })).toEqual({ ok: true, value: { ok: true } });
  expect(seen).toEqual(['', '{"price":"₹5"}']);
});

test('does not follow redirects', async () => {
  let calls = 0;
  answer = (_request, response) => {
    calls += 1;
    response.writeHead(302, { location: `${origin}/elsewhere` }).end();
  };
  expect(await ask()).toMatchObject({ ok: false, failure: { code: 'redirected' } });
  expect(calls).toBe(1);
});

test('reads so much of an answer and no more', async () => {
  answer = (_request, response) => {
    const piece = Buffer.alloc(1024 * 1024, 32);
    const write = () => {
      if (!response.destroyed) response.write(piece, () => setImmediate(write));
    };
    write();
  };
  const result = await ask();
  expect(result).toMatchObject({ ok: false, failure: { code: 'too_large' } });
  expect(response_bytes_max).toBeGreaterThan(1024 * 1024);
});

test('has one deadline for the whole exchange, also where the answer trickles', async () => {
  answer = (_request, response) => {
    response.write('{');
  };
  expect(await ask({ timeout_ms: 100 })).toMatchObject({ ok: false, failure: { code: 'timeout' } });
});

test('tells statuses with what the channel asked us to wait', async () => {
  answer = (_request, response) => {
    response.writeHead(429, { 'retry-after': '7' }).end('slow down');
  };
  expect(await ask()).toMatchObject({ ok: false, failure: { code: 'http_status', retryAfterMs: 7000 } });
});

test('a connection broken in the middle of an answer is no answer', async () => {
  answer = (request, response) => {
    response.writeHead(200, { 'content-length': '100' });
    response.write('{"results":[', () => request.socket.destroy());
  };
  expect(await ask()).toMatchObject({ ok: false, failure: { code: 'unreachable' } });
});

test.each([
  ['http://shop.example/'],
  ['https://127.0.0.1/'],
  ['https://[::1]/'],
  ['https://localhost/'],
  ['https://169.254.169.254/latest/meta-data'],
  ['https://[::ffff:10.0.0.1]/'],
  ['https://2130706433/'],
  ['ftp://shop.example/'],
])('%s is refused where only public addresses may be called', async (url) => {
  expect(await ask({ url: new URL(url), allowInside: false })).toMatchObject({
    ok: false,
    failure: { code: 'address_refused' },
  });
});
