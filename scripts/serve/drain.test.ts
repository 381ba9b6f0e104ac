import { once } from 'node:events';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { makeDrain } from './drain';

async function serve(handle: (path: string, response: ServerResponse) => void) {
  const drain = makeDrain();
  const server = createServer((request, response) => {
    if (drain.admit(response)) handle(request.url ?? '', response);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { server, stop: () => drain.stop(server), url: `http://127.0.0.1:${port}` };
}

test('what is in flight is answered, what comes after gets 503 and is told so as a problem', async () => {
  let arrived: (response: ServerResponse) => void = () => undefined;
  const inFlight = new Promise<ServerResponse>((resolve) => (arrived = resolve));
  const { url, stop } = await serve((_path, response) => arrived(response));
  const slow = fetch(`${url}/slow`);
  const held = await inFlight;
  const stopped = stop();
  const late = await fetch(`${url}/late`);
  expect(late.status).toBe(503);
  expect(late.headers.get('content-type')).toBe('application/problem+json');
  expect(late.headers.get('retry-after')).toBe('5');
  expect(await late.json()).toMatchObject({ status: 503, code: 'stopping' });
  held.end('done');
  expect(await (await slow).text()).toBe('done');
  await stopped;
  await expect(fetch(`${url}/after`)).rejects.toThrow();
});

test('an event stream is ended at once and holds nothing up', async () => {
  const { url, stop } = await serve((_path, response) => {
    response.setHeader('content-type', 'text/event-stream');
    response.write(': hello\n\n');
  });
  const stream = await fetch(`${url}/stream`);
  const startedAt = Date.now();
  const [body] = await Promise.allSettled([stream.text(), stop()]);
  expect(body.status).toBe('rejected');
  expect(Date.now() - startedAt).toBeLessThan(4_000);
});
