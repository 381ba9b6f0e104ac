import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { eventStreamResponse } from '@/lib/api/event-stream-response';
import { commit_order_start } from '@/lib/ledger/server/commit-order';
import { createLedgerNotifications, getLedgerNotifications } from '@/lib/ledger/server/ledger-notifications';
import { readStreamBatch } from '@/lib/ledger/server/read-stream-batch';
import { createEventStream } from '@/lib/ledger/server/stream-events';
import { eventually } from '@/lib/ledger/server/test-ledger';
import { createTestApi, receipt, smallCatalog, type TestApi } from './test-api';

let api: TestApi;

beforeAll(async () => {
  api = await createTestApi();
  await api.call('PUT', '/catalog', { body: smallCatalog });
});
afterAll(async () => {
  await getLedgerNotifications().close();
  await api.close();
});

interface Block {
  id: string;
  event: string;
  data: Record<string, unknown> | null;
  comment: boolean;
}

/** Reads a response block by block, as a browser's EventSource would. */
function reading(response: Response) {
  expect(response.headers.get('content-type')).toContain('text/event-stream');
  const reader = (response.body ?? new ReadableStream<Uint8Array>()).getReader();
  const decoder = new TextDecoder();
  let text = '';
  async function next(): Promise<Block | null> {
    for (;;) {
      const end = text.indexOf('\n\n');
      if (end >= 0) {
        const block = text.slice(0, end);
        text = text.slice(end + 2);
        return parse(block);
      }
      const { done, value } = await reader.read();
      if (done) return null;
      text += decoder.decode(value, { stream: true });
    }
  }
  /** The next `count` messages, over comments and the first block. */
  async function messages(count: number): Promise<Block[]> {
    const taken: Block[] = [];
    while (taken.length < count) {
      const block = await next();
      if (block === null) throw new Error(`the stream ended after ${taken.length} messages`);
      if (block.data !== null && block.event === 'message') taken.push(block);
    }
    return taken;
  }
  return { next, messages, close: () => reader.cancel() };
}

function parse(block: string): Block {
  const field = (name: string) =>
    block
      .split('\n')
      .find((line) => line.startsWith(`${name}: `))
      ?.slice(name.length + 2);
  const data = field('data');
  return {
    id: field('id') ?? '',
    event: field('event') ?? 'message',
    data: data === undefined ? null : JSON.parse(data),
    comment: block.startsWith(':'),
  };
}

const open = async (query = '', headers: Record<string, string> = {}) =>
  reading(await api.send('GET', `/stream${query}`, { headers }));
const post = async (events: unknown[]) => {
  const answer = await api.call('POST', '/events', { body: { events } });
  expect(answer.status).toBe(200);
};
const idsOf = (blocks: readonly Block[]) => blocks.map((block) => block.data?.id);

describe('GET /stream', () => {
  it('tells what is recorded from now on', async () => {
    await post([receipt({ id: 'before' })]);
    // Transactions of other databases on this server hold the order of commits back too.
    await eventually(async () =>
      expect(await readStreamBatch(api.database.pool, commit_order_start, null)).toHaveLength(1),
    );
    const stream = await open();
    const first = await stream.next();
    expect(first).toMatchObject({ id: expect.stringMatching(/^\d+-\d+$/), data: null });
    await post([receipt({ id: 'one', quantity: 5 })]);
    const [message] = await stream.messages(1);
    expect(message?.data).toEqual({
      sequence: expect.any(Number),
      type: 'receipt',
      source: 'wms',
      id: 'one',
      sku: 'A',
      nodes: ['W1'],
      occurredAt: '2026-01-05T10:00:00.000Z',
      recordedAt: expect.any(String),
      status: 'applied',
    });
    await stream.close();
  });

  it('resumes by the last id without gap or double, while more is being recorded', async () => {
    const stream = await open();
    const start = await stream.next();
    await stream.close();
    const ids = Array.from({ length: 60 }, (_, index) => `resume-${index}`);
    await post(ids.slice(0, 20).map((id) => receipt({ id, quantity: 1 })));
    const resumed = await open('', { 'last-event-id': start?.id ?? '' });
    const writing = post(ids.slice(20, 40).map((id) => receipt({ id, quantity: 1 })));
    const firstHalf = await resumed.messages(25);
    await resumed.close();
    await writing;
    const again = await open(`?lastEventId=${firstHalf.at(-1)?.id}`);
    await post(ids.slice(40).map((id) => receipt({ id, quantity: 1 })));
    const rest = await again.messages(35);
    await again.close();
    expect([...idsOf(firstHalf), ...idsOf(rest)].sort()).toEqual([...ids].sort());
    const sequences = [...firstHalf, ...rest].map((block) => Number(block.data?.sequence));
    expect(sequences).toEqual(sequences.toSorted((one, other) => one - other));
  });

  it('waits for an older transaction before it tells of a younger one', async () => {
    const stream = await open();
    await stream.next();
    const older = await api.database.pool.connect();
    await older.query('BEGIN');
    // Takes a transaction number of its own, older than the next event's.
    await older.query(`INSERT INTO audit_log (actor, action, subject) VALUES ('test', 'test', 'test')`);
    await post([receipt({ id: 'younger' })]);
    let told = false;
    const message = stream.messages(1).then((blocks) => {
      told = true;
      return blocks;
    });
    const horizon = `SELECT count(*)::int AS hidden FROM inventory_event
      WHERE id = 'younger' AND xid >= pg_snapshot_xmin(pg_current_snapshot())::text::bigint`;
    expect((await api.database.pool.query(horizon)).rows[0]).toEqual({ hidden: 1 });
    expect(told).toBe(false);
    await older.query('COMMIT');
    older.release();
    expect(idsOf(await message)).toEqual(['younger']);
    await stream.close();
  });

  it('filters by SKU, node and channel', async () => {
    const bySku = await open('?sku=B');
    const byNode = await open('?node=W2');
    const byChannel = await open('?channel=web');
    for (const stream of [bySku, byNode, byChannel]) await stream.next();
    const placed = {
      source: 'shop',
      id: 'filtered-order',
      type: 'order_placed',
      occurredAt: '2026-01-05T11:00:00Z',
      sku: 'A',
      quantity: 1,
      channel: 'web',
      order: 'f',
      line: '1',
    };
    await post([
      receipt({ id: 'f-w1' }),
      receipt({ id: 'f-b', sku: 'B' }),
      receipt({ id: 'f-w2', node: 'W2' }),
      placed,
    ]);
    expect(idsOf(await bySku.messages(1))).toEqual(['f-b']);
    expect(idsOf(await byNode.messages(1))).toEqual(['f-w2']);
    expect((await byChannel.messages(1))[0]?.data).toMatchObject({
      id: 'filtered-order',
      channel: 'web',
      order: 'f',
      nodes: ['W1'],
    });
    for (const stream of [bySku, byNode, byChannel]) await stream.close();
  });

  it('says so when an id is not known here', async () => {
    for (const id of ['nonsense', '999999999999-1']) {
      const stream = await open('', { 'last-event-id': id });
      expect(await stream.next()).toMatchObject({ event: 'reset', id: expect.stringMatching(/^\d+-\d+$/) });
      await stream.close();
    }
  });

  it('refuses what it does not know, and whoever may not read', async () => {
    expect((await api.call('GET', '/stream?colour=red')).status).toBe(400);
    expect((await api.call('GET', '/stream', { key: null })).status).toBe(401);
    expect((await api.call('GET', '/stream', { key: api.keys.integration })).status).toBe(403);
  });
});

describe('an event stream', () => {
  const make = (buffer_events_max: number) =>
    createEventStream({
      pool: () => api.database.pool,
      notifications: getLedgerNotifications,
      buffer_events_max,
      onError: (error) => {
        throw error;
      },
    });

  it('sends a comment while there is nothing to tell', async () => {
    const stream = make(10);
    const reader = reading(eventStreamResponse(stream, {}, null, new AbortController().signal, 20));
    await reader.next();
    expect(await reader.next()).toMatchObject({ comment: true, data: null });
    await reader.close();
  });

  it('cuts off a reader that is too slow, which can then catch up', async () => {
    const stream = make(5);
    const slow = stream.subscribe(null, {}, { signal: new AbortController().signal, idle_ms: 60_000 });
    const quick = stream.subscribe(null, {}, { signal: new AbortController().signal, idle_ms: 60_000 });
    await slow.next();
    await quick.next();
    const slowFirst = slow.next();
    const quickFirst = quick.next();
    await post([receipt({ id: 'slow-0' })]);
    expect(await slowFirst).toMatchObject({
      value: { kind: 'events', events: [{ message: { id: 'slow-0' } }] },
    });
    await quickFirst;
    // The slow one asks for nothing while the quick one takes all of it, so everything has been handed out by then.
    for (let index = 1; index <= 8; index++) {
      const taken = quick.next();
      await post([receipt({ id: `slow-${index}` })]);
      await taken;
    }
    const told: string[] = [];
    let last = await slow.next();
    while (!last.done && last.value.kind === 'events') {
      told.push(...last.value.events.map(({ message }) => message.id));
      last = await slow.next();
    }
    expect(told).toEqual(['slow-1', 'slow-2', 'slow-3', 'slow-4', 'slow-5']);
    expect(last.value).toMatchObject({ kind: 'cut_off' });
    expect((await slow.next()).done).toBe(true);
    expect(stream.subscribers).toBe(1);
    const at = last.done !== true && last.value.kind === 'cut_off' ? last.value.at : null;
    const resumed = stream.subscribe(at, {}, { signal: new AbortController().signal, idle_ms: 60_000 });
    await resumed.next();
    expect(await resumed.next()).toMatchObject({
      value: { events: ['slow-6', 'slow-7', 'slow-8'].map((id) => ({ message: { id } })) },
    });
    await Promise.all([resumed.return(undefined), quick.return(undefined)]);
    expect(stream.subscribers).toBe(0);
  });

  it('ends when its reader goes away', async () => {
    const stream = make(5);
    const gone = new AbortController();
    const reader = reading(eventStreamResponse(stream, {}, null, gone.signal, 60_000));
    await reader.next();
    const last = reader.next();
    gone.abort();
    expect(await last).toBeNull();
    expect(stream.subscribers).toBe(0);
  });

  it('also tells of what changes beside the ledger, to those who ask for it', async () => {
    const signals = createLedgerNotifications(async () => {
      const client = new pg.Client({ connectionString: api.database.url });
      await client.connect();
      return client;
    }, 'truecount_screens');
    const stream = make(5);
    const plain = reading(eventStreamResponse(stream, {}, null, new AbortController().signal, 60_000));
    const told = reading(
      eventStreamResponse(stream, {}, null, new AbortController().signal, 60_000, signals),
    );
    await plain.next();
    await told.next();
    // The first comes with the connection itself, since something may have been missed before.
    expect(await told.next()).toMatchObject({ event: 'changed', data: {} });
    const next = told.next();
    await api.database.pool.query(`UPDATE "user" SET name = name`);
    expect(await next).toMatchObject({ event: 'changed' });
    await post([receipt({ id: 'after-the-signal' })]);
    expect((await told.messages(1))[0]?.data).toMatchObject({ id: 'after-the-signal' });
    expect((await plain.next())?.event).toBe('message');
    await Promise.all([told.close(), plain.close()]);
    await signals.close();
  });
});
