import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { PostingsQuery } from './list-postings';
import { readBalanceHistory } from './read-balance-history';
import { readEvent } from './read-event';
import { searchLedger } from './search-ledger';
import { createTestLedger, type TestLedger } from './test-ledger';

let ledger: TestLedger;
const sequences: number[] = [];
const order = { channel: 'web', order: 'o1', line: '1' };

beforeAll(async () => {
  ledger = await createTestLedger();
  await ledger.addSku('A');
  await ledger.addSku('B');
  for (const event of [
    { type: 'receipt', sku: 'A', quantity: 5, node: 'WH', purchaseOrder: 'po_1', id: 'first' },
    { type: 'receipt', sku: 'B', quantity: 7, node: 'D1', id: 'first', source: 'other' },
    { type: 'order_placed', sku: 'A', quantity: 2, ...order },
    { type: 'order_placed', sku: 'B', quantity: 1, ...order, order: 'o2', channel: 'quick' },
    { type: 'transfer_dispatched', sku: 'A', quantity: 1, transfer: 't1', line: '1', from: 'WH', to: 'D2' },
    { type: 'adjustment', sku: 'B', quantity: 1, node: 'D1', direction: 'decrease', reason: 'lost' },
  ])
    sequences.push(...(await ledger.post(event)));
});
afterAll(() => ledger.drop());

async function found(query: PostingsQuery, limit = 1): Promise<string[]> {
  const rows: string[] = [];
  let cursor: string | undefined;
  do {
    const page = await searchLedger(ledger.pool, {
      ...query,
      limit,
      ...(cursor === undefined ? {} : { cursor }),
    });
    rows.push(...page.items.map(({ sequence, node }) => `${sequences.indexOf(sequence)} ${node}`));
    cursor = page.next;
  } while (cursor !== undefined);
  return rows;
}

describe('the ledger', () => {
  test.each<[string, PostingsQuery, string[]]>([
    ['everything, newest first', {}, ['5 D1', '4 WH', '4 D2', '3 D1', '2 WH', '1 D1', '0 WH']],
    ['a type', { type: 'receipt' }, ['1 D1', '0 WH']],
    ['a node', { node: 'D2' }, ['4 D2']],
    ['an event id, under any source', { id: 'first' }, ['1 D1', '0 WH']],
    ['an event id and its source', { id: 'first', source: 'other' }, ['1 D1']],
    ['an order', { document: 'o1' }, ['2 WH']],
    ['a transfer', { document: 't1' }, ['4 WH', '4 D2']],
    ['a purchase order, its wildcard taken literally', { document: 'po_1' }, ['0 WH']],
    ['nothing for a part of a document', { document: 'po_' }, []],
    ['nothing for a text that is no document', { document: 'lost' }, []],
    ['a channel', { channel: 'quick' }, ['3 D1']],
    ['an actor', { actor: 'tester', node: 'WH' }, ['4 WH', '2 WH', '0 WH']],
    ['nobody', { actor: 'nobody' }, []],
    ['a SKU with a type', { sku: 'A', type: 'order_placed' }, ['2 WH']],
    ['a SKU with a document', { sku: 'A', document: 't1' }, ['4 WH', '4 D2']],
  ])('finds %s', async (_, query, rows) => {
    const inAnyOrder = (list: string[]) => [...list].sort();
    for (const limit of [1, 2, 100]) {
      const walked = await found(query, limit);
      expect(inAnyOrder(walked)).toEqual(inAnyOrder(rows));
      expect(walked.map((row) => row.split(' ')[0])).toEqual(rows.map((row) => row.split(' ')[0]));
    }
  });

  test('a cursor from elsewhere is refused', async () => {
    await expect(searchLedger(ledger.pool, { type: 'receipt', cursor: 'x' })).rejects.toMatchObject({
      code: 'invalid_cursor',
    });
  });
});

test('an event is told whole, and who took it back', async () => {
  const [receipt] = await ledger.post({ type: 'receipt', sku: 'B', quantity: 3, node: 'WH' });
  const before = await readEvent(ledger.pool, 'B', receipt ?? 0);
  expect(before).toMatchObject({
    type: 'receipt',
    quantity: 3,
    reversible: true,
    reversedBy: null,
    seal: null,
    postings: [{ node: 'WH', changes: { available: 3 } }],
  });
  expect(before?.hash).toMatch(/^[0-9a-f]{64}$/);
  const [reversal] = await ledger.post({ type: 'reversal', sku: 'B', of: { sequence: receipt } });
  expect(await readEvent(ledger.pool, 'B', receipt ?? 0)).toMatchObject({
    reversible: false,
    reversedBy: reversal,
  });
  expect(await readEvent(ledger.pool, 'B', reversal ?? 0)).toMatchObject({
    reversible: false,
    reverses: receipt,
  });
  expect(await readEvent(ledger.pool, 'A', receipt ?? 0)).toBeNull();
});

test('the course of a balance ends at what is there', async () => {
  const { before, steps, complete } = await readBalanceHistory(ledger.pool, { sku: 'A' });
  expect(before).toEqual({ available: 0, onHand: 0 });
  expect(complete).toBe(true);
  expect(steps.at(-1)).toMatchObject({ available: 2, onHand: 4 });
});
