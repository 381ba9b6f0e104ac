import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { adjustmentOf, adjustStockSchema } from '@/lib/ledger/adjust-stock';
import { listHandEvents } from '@/lib/ledger/server/list-hand-events';
import { receiptOf } from '@/lib/receiving/receive-stock';
import { moveStockSchema, transferStepOf } from '@/lib/transfers/move-stock';
import { putCatalogAs } from './catalog';
import { closeLedger } from './ledger';
import { postByHand, reverseByHand } from './post-by-hand';

let database: TestDatabase;
const person = (role: Principal['role'], nodes?: string[]): Principal => ({
  kind: 'user',
  id: 'asha',
  name: 'Asha',
  role,
  ...(nodes === undefined ? {} : { nodes }),
});
const once = () => ({ key: randomUUID(), at: new Date().toISOString() });
const at = { sku: 'KURTA', node: 'andheri' };

beforeAll(async () => {
  database = await createTestDatabase();
  const node = (code: string) => ({ node: code, name: code, kind: 'warehouse' });
  const catalog = catalogSchema.parse({
    skus: [{ sku: 'KURTA', name: 'Kurta' }],
    nodes: [node('andheri'), node('bandra')],
  });
  await putCatalogAs(database.pool, catalog, person('admin'));
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

async function position(): Promise<{ available: number; version: number }> {
  const { rows } = await database.pool.query<{ available: string; version: string }>(
    `SELECT available, version FROM position WHERE sku = 'KURTA' AND node = 'andheri'`,
  );
  return { available: Number(rows[0]?.available), version: Number(rows[0]?.version) };
}

test('the same form, sent again, posts once', async () => {
  const event = receiptOf({ ...once(), ...at, units: 40 });
  const answers = await Promise.all([1, 2, 3].map(() => postByHand(person('operator'), event)));
  expect(answers.map((answer) => answer.ok && answer.duplicate).sort()).toEqual([false, true, true]);
  expect((await position()).available).toBe(40);
});

test('who sets a number is told where it has moved since, and nothing is posted', async () => {
  const seen = await position();
  const set = (units: number, from = seen) =>
    adjustmentOf(
      adjustStockSchema.parse({
        ...once(),
        ...at,
        how: 'set',
        units,
        seen: { units: from.available, version: from.version },
        reason: 'correction',
      }),
    );
  const mine = set(35);
  expect(await postByHand(person('operator'), mine)).toMatchObject({ ok: true });
  expect(await postByHand(person('operator'), mine)).toMatchObject({ ok: true, duplicate: true });
  expect(await postByHand(person('operator'), set(30))).toMatchObject({
    ok: false,
    code: 'version_conflict',
    available: 35,
  });
  expect((await position()).available).toBe(35);
  expect(await postByHand(person('operator'), set(30, await position()))).toMatchObject({ ok: true });
  expect((await position()).available).toBe(30);
});

test('a person works at their nodes only; a transfer is sent from one of theirs and received at one of theirs', async () => {
  const asha = person('operator', ['bandra']);
  const move = (step: string, from: string, to: string, more = {}) =>
    transferStepOf(
      moveStockSchema.parse({ ...once(), step, transfer: 't1', sku: 'KURTA', from, to, units: 1, ...more }),
    );
  const refused = { ok: false, code: 'outside_limits' };
  expect(await postByHand(asha, receiptOf({ ...once(), ...at, units: 1 }))).toMatchObject(refused);
  expect(await postByHand(asha, move('dispatched', 'andheri', 'bandra'))).toMatchObject(refused);
  expect(await postByHand(person('operator'), move('dispatched', 'andheri', 'bandra'))).toMatchObject({
    ok: true,
  });
  expect(
    await postByHand(asha, move('received', 'andheri', 'bandra', { units: 0, missing: 1 })),
  ).toMatchObject({
    ok: false,
    code: 'forbidden',
  });
  expect(await postByHand(asha, move('received', 'andheri', 'bandra'))).toMatchObject({ ok: true });
  expect(await postByHand(person('viewer'), receiptOf({ ...once(), ...at, units: 1 }))).toMatchObject({
    ok: false,
    code: 'forbidden',
  });
});

test('what was entered is listed with who did it, and is taken back once, by whoever works where it moved', async () => {
  const { items } = await listHandEvents(database.pool, { type: 'receipt' });
  const entered = items[0];
  expect(entered).toMatchObject({ by: 'user:asha', quantity: 40, nodes: ['andheri'], reversedBy: null });
  const target = { sku: 'KURTA', sequence: entered?.sequence ?? 0 };
  const { pool } = database;
  expect(await reverseByHand(pool, person('operator', ['bandra']), target, once(), 'wrong')).toMatchObject({
    ok: false,
    code: 'outside_limits',
  });
  // 29 of the 40 are left at Andheri: it can be taken back only whole.
  expect(await reverseByHand(pool, person('operator'), target, once(), 'wrong')).toMatchObject({
    ok: false,
    code: 'insufficient_stock',
    shortBy: 11,
  });
  await postByHand(person('operator'), receiptOf({ ...once(), ...at, units: 11 }));
  expect(await reverseByHand(pool, person('operator', ['andheri']), target, once(), 'wrong')).toMatchObject({
    ok: true,
  });
  const again = await listHandEvents(pool, { type: 'receipt', node: 'andheri' });
  expect(again.items.find(({ sequence }) => sequence === target.sequence)?.reversedBy).not.toBeNull();
});
