import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { prove } from '@/lib/ledger/server/prove';
import { createTestLedger, eventually, type TestLedger } from '@/lib/ledger/server/test-ledger';
import { claimsMovedOf } from '../arrange-orders';
import { fillBackorder } from './fill-backorder';
import { listOrderLines } from './list-order-lines';
import { markForCancellation, undoCancellationMark } from './mark-for-cancellation';
import { readOrderLine } from './read-order-line';

let t: TestLedger;
beforeAll(async () => {
  t = await createTestLedger();
});
afterAll(() => t.drop());

const order = (sku: string, name: string, quantity: number, more = {}) => ({
  type: 'order_placed',
  sku,
  channel: 'web',
  order: name,
  line: '1',
  quantity,
  ...more,
});
const receipt = (sku: string, quantity: number, node = 'WH') => ({ type: 'receipt', sku, node, quantity });
const lineOf = (sku: string, name: string) => ({ sku, channel: 'web', order: name, line: '1' });
const post = (events: Parameters<TestLedger['ledger']['post']>[0], actor: string) =>
  t.ledger.post(events, actor);
const read = async (sku: string, name: string) => {
  const line = await readOrderLine(t.pool, lineOf(sku, name));
  if (line === null) throw new Error(`no line of ${name}`);
  return line;
};

test('a marked line is passed over by stock that arrives, and waits again once the mark is undone', async () => {
  await t.addSku('M');
  await t.post(order('M', 'm1', 2), order('M', 'm2', 2));
  expect(
    await markForCancellation(t.pool, { ...lineOf('M', 'm1'), reason: 'customer asked' }, 'user:a'),
  ).toEqual({
    ok: true,
  });
  await markForCancellation(t.pool, { ...lineOf('M', 'm1'), reason: 'said twice' }, 'user:b');
  await t.post(receipt('M', 3));
  expect(await read('M', 'm1')).toMatchObject({
    backordered: 2,
    mark: { by: 'user:a', reason: 'customer asked' },
  });
  expect(await read('M', 'm2')).toMatchObject({ backordered: 0, claims: { WH: 2 } });

  expect(await undoCancellationMark(t.pool, lineOf('M', 'm1'), 'user:a')).toEqual({ ok: true });
  expect(await undoCancellationMark(t.pool, lineOf('M', 'm1'), 'user:a')).toMatchObject({
    code: 'not_marked',
  });
  expect(await fillBackorder({ pool: t.pool, post }, lineOf('M', 'm1'), 'user:a')).toBe(1);
  await t.post(receipt('M', 1));
  expect(await read('M', 'm1')).toMatchObject({ backordered: 0, claims: { WH: 2 }, mark: null });
});

test('the cancellation of the channel clears the mark, also where it leaves units open', async () => {
  await t.addSku('C');
  await t.post(order('C', 'c1', 3));
  await markForCancellation(t.pool, { ...lineOf('C', 'c1'), reason: 'too late' }, 'user:a');
  await t.post({ ...order('C', 'c1', 1), type: 'order_cancelled' });
  expect((await read('C', 'c1')).mark).toBeNull();
  await t.post(receipt('C', 5));
  expect(await read('C', 'c1')).toMatchObject({ backordered: 0, claims: { WH: 2 } });
});

test('a line without open units, or none at all, cannot be marked', async () => {
  await t.addSku('N');
  await t.post(receipt('N', 1), order('N', 'n1', 1), { ...order('N', 'n1', 1), type: 'order_shipped' });
  const why = { reason: 'why not' };
  expect(await markForCancellation(t.pool, { ...lineOf('N', 'n1'), ...why }, 'user:a')).toMatchObject({
    code: 'nothing_open',
  });
  expect(await markForCancellation(t.pool, { ...lineOf('N', 'never'), ...why }, 'user:a')).toMatchObject({
    code: 'unknown_order_line',
  });
});

test('givers come marked ones first, and what was moved stands among the events of both lines', async () => {
  await t.addSku('G');
  await t.post(receipt('G', 4), order('G', 'old', 1, { occurredAt: '2026-03-01T08:00:00Z' }));
  await t.post(order('G', 'young', 1, { occurredAt: '2026-03-01T09:00:00Z' }), order('G', 'marked', 2));
  await t.post(order('G', 'waits', 2, { channel: 'web' }));
  await markForCancellation(t.pool, { ...lineOf('G', 'marked'), reason: 'customer asked' }, 'user:a');
  expect((await read('G', 'waits')).givers.map(({ order: name }) => name)).toEqual([
    'marked',
    'young',
    'old',
  ]);

  const event = claimsMovedOf({
    key: randomUUID(),
    at: new Date().toISOString(),
    sku: 'G',
    node: 'WH',
    units: 2,
    giver: { channel: 'web', order: 'marked', line: '1' },
    taker: { channel: 'web', order: 'waits', line: '1' },
    reason: 'the customer of this one is waiting',
  });
  expect(await post([event, event], 'user:a')).toMatchObject([
    { status: 'applied' },
    { status: 'duplicate' },
  ]);
  expect(await read('G', 'waits')).toMatchObject({ backordered: 0, claims: { WH: 2 }, givers: [] });
  expect(await read('G', 'marked')).toMatchObject({ backordered: 2, claims: {} });
  for (const name of ['waits', 'marked'])
    expect((await read('G', name)).events.map(({ type }) => type)).toContain('claims_moved');
});

test('lines that wait come first, oldest first; the others follow, page by page', async () => {
  await t.addSku('L');
  await t.post(receipt('L', 2), order('L', 'l1', 1), order('L', 'l2', 1));
  await t.post(order('L', 'l4', 1), order('L', 'l3', 1, { occurredAt: '2026-03-01T07:00:00Z' }));
  const names: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await listOrderLines(t.pool, { sku: 'L', limit: 1, cursor });
    names.push(...page.items.map(({ order: name }) => name));
    cursor = page.next;
  } while (cursor !== undefined);
  expect(names).toEqual(['l3', 'l4', 'l2', 'l1']);
  const found = async (query: Parameters<typeof listOrderLines>[1]) =>
    (await listOrderLines(t.pool, { sku: 'L', ...query })).items.map(({ order: name }) => name);
  expect(await found({ status: 'backordered' })).toEqual(['l3', 'l4']);
  expect(await found({ status: 'open' })).toEqual(['l2', 'l1']);
  expect(await found({ node: 'WH' })).toEqual(['l2', 'l1']);
  expect(await found({ search: 'l4' })).toEqual(['l4']);
  expect(await found({ channel: 'quick' })).toEqual([]);
  expect(await found({ hoursMin: 1_000_000 })).toEqual([]);
});

test('the proof finds nothing wrong with any of it', async () => {
  await eventually(async () => {
    expect((await prove({ pool: t.pool, secretKey: 'of a test' })).findings).toEqual([]);
  });
});
