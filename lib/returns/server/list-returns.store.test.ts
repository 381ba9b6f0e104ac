import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestLedger, type TestLedger } from '@/lib/ledger/server/test-ledger';
import { dispositions } from '../disposition';
import { inspectionOf } from '../inspect-return';
import { listReturns } from './list-returns';

let ledger: TestLedger;
beforeAll(async () => {
  ledger = await createTestLedger();
  await ledger.addSku('A');
  await ledger.addSku('B');
});
afterAll(() => ledger.drop());

const once = (digit: number) => ({
  key: `00000000-0000-4000-8000-00000000000${digit}`,
  at: '2026-03-01T11:00:00.000Z',
});
const waiting = async () =>
  (await listReturns(ledger.pool, {})).items.map(({ sku, node, units }) => `${sku} ${node} ${units}`);

test('returns wait by age since the queue was last empty, and go where the inspection says', async () => {
  const came = (sku: string, quantity: number) => ({ type: 'return_received', sku, node: 'D1', quantity });
  await ledger.post(came('A', 2));
  await ledger.post(came('B', 5));
  expect(await waiting()).toEqual(['A D1 2', 'B D1 5']);
  const first = await listReturns(ledger.pool, { limit: 1 });
  const next = await listReturns(ledger.pool, {
    limit: 1,
    ...(first.next === undefined ? {} : { cursor: first.next }),
  });
  expect([...first.items, ...next.items].map(({ sku }) => sku)).toEqual(['A', 'B']);

  const inspect = (sku: string, units: number, index: number) =>
    ledger.ledger.post(
      [inspectionOf({ ...once(index), sku, node: 'D1', units, disposition: dispositions[index] ?? 'scrap' })],
      'user:asha',
    );
  await inspect('A', 2, 0);
  expect(await waiting()).toEqual(['B D1 5']);
  // A comes again: it is younger than what waits since before.
  await ledger.post(came('A', 1));
  expect(await waiting()).toEqual(['B D1 5', 'A D1 1']);
  await inspect('B', 1, 1);
  await inspect('B', 1, 2);
  await inspect('B', 1, 3);
  expect(await waiting()).toEqual(['B D1 2', 'A D1 1']);
  const { rows } = await ledger.pool.query(
    `SELECT available::int, damaged::int, quality_control::int FROM position WHERE sku = 'B' AND node = 'D1'`,
  );
  expect(rows).toEqual([{ available: 0, damaged: 1, quality_control: 2 }]);
});
