import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Page } from '@/lib/shared/page-cursor';
import { listIncidents } from './list-incidents';
import { listOrders } from './list-orders';
import { listPostings, type PostingsQuery } from './list-postings';
import { createTestLedger, type TestLedger } from './test-ledger';

let ledger: TestLedger;
const sequences: number[] = [];

const order = { channel: 'web', order: 'o1', line: '1' };

beforeAll(async () => {
  ledger = await createTestLedger();
  await ledger.addSku('A', { unitCostMinor: 10_000, priceMinor: 25_050 });
  await ledger.addSku('B');
  const events = [
    { type: 'receipt', sku: 'A', quantity: 5, node: 'WH', purchaseOrder: 'po1', reason: 'first delivery' },
    { type: 'receipt', sku: 'A', quantity: 2, node: 'D1' },
    { type: 'order_placed', sku: 'A', quantity: 9, ...order },
    { type: 'receipt', sku: 'B', quantity: 5, node: 'WH' },
    { type: 'order_placed', sku: 'B', quantity: 2, ...order, line: '2' },
    { type: 'order_shipped', sku: 'B', quantity: 2, ...order, line: '2' },
    { type: 'order_placed', sku: 'B', quantity: 1, ...order, order: 'o2' },
    { type: 'order_cancelled', sku: 'B', quantity: 1, ...order, order: 'o2' },
    { type: 'order_shipped', sku: 'B', quantity: 1, ...order, order: 'early' },
    { type: 'order_placed', sku: 'B', quantity: 1, ...order, order: 'o3', channel: 'quick' },
    {
      type: 'order_snapshot',
      sku: 'B',
      ...order,
      line: '2',
      ordered: 2,
      cancelled: 0,
      shipped: 2,
      returned: 2,
    },
    { type: 'return_received', sku: 'B', quantity: 1, node: 'WH', ...order, line: '2' },
    { type: 'transfer_dispatched', sku: 'B', quantity: 1, transfer: 't1', line: '1', from: 'WH', to: 'D2' },
    { type: 'return_inspected', sku: 'B', quantity: 3, node: 'WH', disposition: 'damaged' },
  ];
  // One call each: the order of recording is then the order given.
  for (const event of events) sequences.push(...(await ledger.post(event)));
});
afterAll(() => ledger.drop());

async function all<Item>(list: (cursor: { cursor?: string }) => Promise<Page<Item>>): Promise<Item[]> {
  const items: Item[] = [];
  let cursor: string | undefined;
  do {
    const page = await list(cursor === undefined ? {} : { cursor });
    items.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined);
  return items;
}

const postings = (query: PostingsQuery, limit = 2) =>
  all((cursor) => listPostings(ledger.pool, { ...query, ...cursor, limit }));

describe('postings', () => {
  test('say what moved, against what, to which balance', async () => {
    const [first] = await postings({ sku: 'A', node: 'WH', type: 'receipt' });
    expect(first).toMatchObject({
      sequence: sequences[0],
      type: 'receipt',
      actor: 'tester',
      sku: 'A',
      node: 'WH',
      quantity: 5,
      purchaseOrder: 'po1',
      reason: 'first delivery',
      changes: { available: 5 },
      outside: { supplier: -5 },
      balances: { available: 5, committed: 0, qualityControl: 0, damaged: 0, incoming: 0, onHand: 5 },
    });
  });

  test.each<[string, PostingsQuery]>([
    ['of all', {}],
    ['of a SKU', { sku: 'A' }],
    ['of a node', { node: 'WH' }],
    ['of a position', { sku: 'B', node: 'WH' }],
    ['of a type', { type: 'order_placed' }],
    ['of an order', { order: 'o1' }],
    ["of a channel's order", { channel: 'quick', order: 'o3' }],
    ['of a transfer', { transfer: 't1' }],
    ['of a source that is not there', { source: 'nobody' }],
    ['since long ago', { from: '2020-01-01T00:00:00Z' }],
    ['until long ago', { to: '2020-01-01T00:00:00Z' }],
    ['of a SKU until long ago', { sku: 'A', to: '2020-01-01T00:00:00Z' }],
  ])('%s come newest first, each once, over the pages', async (_, query) => {
    const { rows } = await ledger.pool.query<{ key: string }>(
      `SELECT p.sequence || ' ' || p.node AS key FROM posting p JOIN inventory_event e USING (bucket, sku, sequence)
       WHERE coalesce(p.sku = $1, true) AND coalesce(p.node = $2, true) AND coalesce(e.type = $3, true)
         AND coalesce(e.source = $4, true)
         AND ($5::text IS NULL OR e.content::jsonb ->> 'order' = $5)
         AND ($6::text IS NULL OR e.content::jsonb ->> 'channel' = $6)
         AND ($7::text IS NULL OR e.content::jsonb ->> 'transfer' = $7)
         AND p.recorded_at BETWEEN coalesce($8::timestamptz, '-infinity') AND coalesce($9::timestamptz, 'infinity')
       ORDER BY p.sequence DESC, p.node DESC`,
      [
        query.sku,
        query.node,
        query.type,
        query.source,
        query.order,
        query.channel,
        query.transfer,
        query.from,
        query.to,
      ],
    );
    const items = await postings(query);
    expect(items.map(({ sequence, node }) => `${sequence} ${node}`)).toEqual(rows.map(({ key }) => key));
  });

  test('lie within the times asked for, both ends included', async () => {
    const everything = await postings({}, 100);
    const middle = everything[6];
    if (middle === undefined) throw new Error('too few postings');
    for (const sku of [undefined, 'B']) {
      const mine = everything.filter((each) => sku === undefined || each.sku === sku);
      const filter = sku === undefined ? {} : { sku };
      const until = await postings({ ...filter, to: middle.recordedAt });
      const since = await postings({ ...filter, from: middle.recordedAt });
      expect(until).toEqual(mine.filter((each) => each.recordedAt <= middle.recordedAt));
      expect(since).toEqual(mine.filter((each) => each.recordedAt >= middle.recordedAt));
    }
  });

  test('refuse a cursor that was never given', async () => {
    await expect(listPostings(ledger.pool, { cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });
});

describe('orders', () => {
  const orders = (query: Parameters<typeof listOrders>[1]) =>
    all((cursor) => listOrders(ledger.pool, { ...query, ...cursor, limit: 1 }));

  test('come as lines with what is open, claimed and expected back', async () => {
    expect(await orders({ order: 'o1' })).toEqual([
      expect.objectContaining({
        sku: 'B',
        line: '2',
        ordered: 2,
        shipped: 2,
        returned: 1,
        expectedReturn: 1,
        open: 0,
        claims: {},
        status: 'shipped',
      }),
      expect.objectContaining({
        channel: 'web',
        order: 'o1',
        line: '1',
        sku: 'A',
        placedAt: '2026-03-01T10:00:00.000Z',
        ordered: 9,
        cancelled: 0,
        shipped: 0,
        open: 9,
        backordered: 2,
        claims: { WH: 5, D1: 2 },
        status: 'backordered',
      }),
    ]);
  });

  test.each([
    ['backordered', ['o1/1']],
    ['open', ['o4/1']],
    ['waiting', ['early/1']],
    ['shipped', ['o1/2']],
    ['cancelled', ['o2/1']],
  ] as const)('%s ones are found by their status, and say it', async (status, expected) => {
    await ledger.ledger.post(
      [
        ledger.event({
          id: 'open order',
          type: 'order_placed',
          sku: 'B',
          quantity: 1,
          ...order,
          order: 'o4',
          node: 'WH',
        }),
      ],
      'tester',
    );
    const items = (await orders({ status })).filter(({ channel }) => channel === 'web');
    expect(items.map((item) => `${item.order}/${item.line}`)).toEqual(expected);
    for (const item of items) expect(item.status).toBe(status);
  });

  test('backordered ones come oldest first', async () => {
    const items = await orders({ status: 'backordered' });
    expect(items.map((item) => item.order)).toEqual(['o1', 'o3']);
  });
});

test('incidents state the lost margin where price and cost are known', async () => {
  const items = await all((cursor) => listIncidents(ledger.pool, { ...cursor, limit: 1 }));
  const [quick, web] = items;
  expect(items).toHaveLength(2);
  expect(quick).toMatchObject({ sku: 'B', channel: 'quick', order: 'o3', units: 1 });
  expect(quick).not.toHaveProperty('cost');
  // 2 × (250.50 − 100.00)
  expect(web).toMatchObject({ sku: 'A', channel: 'web', units: 2, cost: 301, currency: 'INR' });
  expect((await listIncidents(ledger.pool, { sku: 'A', channel: 'web' })).items).toEqual([web]);
  expect((await listIncidents(ledger.pool, { cause: 'channel_fault' })).items).toEqual([]);
});
