import { describe, expect, it } from 'vitest';
import { readJsonBody } from './read-body';

const url = 'http://localhost/api/v1/events';

function request(body: BodyInit, headers: Record<string, string> = {}): Request {
  return new Request(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body,
    duplex: 'half',
  } as RequestInit);
}

async function refusal(from: Request, bytes_max = 1000): Promise<Record<string, unknown>> {
  const body = await readJsonBody(from, bytes_max);
  if (body.ok) throw new Error(`was taken: ${JSON.stringify(body.value)}`);
  return body.answer.body as Record<string, unknown>;
}

describe('readJsonBody', () => {
  it('reads JSON, with any Unicode in it', async () => {
    const value = { name: 'कुर्ता 👕 \u0000 \ud83d', list: [1, -0.5e3, null] };
    expect(await readJsonBody(request(JSON.stringify(value)), 1000)).toEqual({ ok: true, value });
  });

  it.each([
    ['{"a":1,}', 8],
    ['{"events":[', 12],
    ['{"a":1}}', 8],
    ["{'a':1}", 2],
    ['nonsense', 2],
    ['{"a":[1,2,"x",x]}', 15],
    ['{"a":"unfinished', 17],
  ])('tells where %s stops being JSON', async (text, column) => {
    expect(await refusal(request(text))).toMatchObject({
      status: 400,
      code: 'malformed_json',
      line: 1,
      column,
    });
  });

  it('counts lines', async () => {
    expect(await refusal(request('{\n "a": 1\n "b": 2}'))).toMatchObject({ line: 3, column: 2 });
  });

  it('refuses an empty body and broken UTF-8', async () => {
    expect(await refusal(request(''))).toMatchObject({ status: 400, code: 'malformed_json' });
    expect(await refusal(request(new Uint8Array([0x22, 0xff, 0x22])))).toMatchObject({ status: 400 });
  });

  it('refuses what is declared too large without reading it, and what turns out too large while reading', async () => {
    expect(await refusal(request('{}', { 'content-length': '1001' }))).toMatchObject({ status: 413 });
    let chunks = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        chunks += 1;
        controller.enqueue(new Uint8Array(400).fill(0x20));
      },
    });
    expect(await refusal(request(endless))).toMatchObject({ status: 413, bytesMax: 1000 });
    expect(chunks).toBeLessThan(10);
  });

  it('takes JSON only', async () => {
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'application/json; charset=latin1',
    ])
      expect(await refusal(request('{}', { 'content-type': type }))).toMatchObject({ status: 415 });
    expect(await refusal(request('{}', { 'content-encoding': 'gzip' }))).toMatchObject({ status: 415 });
    expect(
      (await readJsonBody(request('{}', { 'content-type': 'application/json; charset=UTF-8' }), 10)).ok,
    ).toBe(true);
  });

  it('survives any depth', async () => {
    const deep = '['.repeat(400_000) + ']'.repeat(400_000);
    expect((await readJsonBody(request(deep), 1_000_000)).ok).toBe(true);
  });
});
