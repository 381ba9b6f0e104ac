import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { catalogSchema } from '@/lib/catalog/schema';
import { findCodes } from '@/lib/catalog/server/find-codes';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { prove } from '@/lib/ledger/server/prove';
import { readPositionVersion } from '@/lib/ledger/server/read-position-version';
import { listTransfers } from '@/lib/transfers/server/list-transfers';
import { readTransfer } from '@/lib/transfers/server/read-transfer';
import { putCatalogAs } from './catalog';
import { closeLedger, getLedger } from './ledger';
import { moveTransferAs, receiveTransferAs, saveTransferAs } from './transfers';

let database: TestDatabase;
const person = (role: Principal['role'], nodes?: string[]): Principal => ({
  kind: 'user',
  id: 'asha',
  name: 'Asha',
  role,
  ...(nodes === undefined ? {} : { nodes }),
});
const manager = person('manager');
const once = () => ({ key: randomUUID(), at: new Date().toISOString() });
const plan = (transfer: string, units: Record<string, number>) => ({
  transfer,
  from: 'WH',
  to: 'D1',
  lines: Object.entries(units).map(([sku, count]) => ({ sku, units: count })),
});
const balancesAt = async (sku: string, node: string) =>
  (await readPositionVersion(database.pool, sku, node))?.balances;
const draft = async (transfer: string, units: Record<string, number>) => {
  const { pool } = database;
  const saved = await saveTransferAs(pool, manager, {
    key: randomUUID(),
    seen: 0,
    plan: plan(transfer, units),
  });
  expect(saved).toEqual({ ok: true, version: 1 });
};

beforeAll(async () => {
  database = await createTestDatabase();
  const catalog = catalogSchema.parse({
    skus: [
      { sku: 'A', name: 'Kurta', barcodes: ['8901234567890'] },
      { sku: 'B', name: 'Saree' },
    ],
    nodes: [
      { node: 'WH', name: 'Bhiwandi', kind: 'warehouse' },
      { node: 'D1', name: 'Andheri', kind: 'dark_store' },
    ],
  });
  await putCatalogAs(database.pool, catalog, person('admin'));
  const receipt = (sku: string, quantity: number) =>
    inventoryEventSchema.parse({
      source: 'wms',
      id: randomUUID(),
      type: 'receipt',
      occurredAt: new Date().toISOString(),
      sku,
      quantity,
      node: 'WH',
    });
  await getLedger().post([receipt('A', 50), receipt('B', 30)], 'key:wms');
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('a transfer goes from draft to closed short, line by line, and the books follow', async () => {
  const { pool } = database;
  await draft('T-1', { A: 10, B: 5 });
  expect(await moveTransferAs(pool, manager, { ...once(), transfer: 'T-1', seen: 1, step: 'ready' })).toEqual(
    { ok: true },
  );
  expect(await balancesAt('A', 'WH')).toMatchObject({ available: 40, committed: 10 });
  const send = { ...once(), transfer: 'T-1', seen: 2, step: 'send' as const };
  expect(await moveTransferAs(pool, manager, send)).toEqual({ ok: true });
  expect((await readTransfer(pool, 'T-1'))?.status).toBe('in_transit');
  // Its answer was lost: the same again is the same.
  expect(await moveTransferAs(pool, manager, send)).toEqual({ ok: true });
  expect(await moveTransferAs(pool, manager, { ...send, ...once(), seen: 3 })).toMatchObject({
    code: 'nothing_to_do',
  });
  expect(await balancesAt('A', 'D1')).toMatchObject({ incoming: 10, available: 0 });

  const first = {
    ...once(),
    transfer: 'T-1',
    seen: 3,
    confirmOver: false,
    lines: [{ sku: 'A', received: 6, damaged: 1, missing: 0 }],
  };
  expect(await receiveTransferAs(pool, person('operator', ['WH']), first)).toMatchObject({
    code: 'outside_limits',
  });
  expect(
    await receiveTransferAs(pool, manager, {
      ...first,
      lines: [{ sku: 'A', received: 0, damaged: 6, missing: 5 }],
    }),
  ).toMatchObject({ code: 'beyond_sent' });
  expect(await receiveTransferAs(pool, person('operator', ['D1']), first)).toEqual({ ok: true });
  expect(await receiveTransferAs(pool, person('operator', ['D1']), first)).toEqual({ ok: true });
  expect(await balancesAt('A', 'D1')).toMatchObject({ available: 6, damaged: 1, incoming: 3 });
  expect((await readTransfer(pool, 'T-1'))?.status).toBe('partly_received');

  const rest = {
    ...once(),
    transfer: 'T-1',
    seen: 4,
    confirmOver: false,
    lines: [
      { sku: 'A', received: 1, damaged: 0, missing: 2 },
      { sku: 'B', received: 7, damaged: 0, missing: 0 },
    ],
  };
  expect(await receiveTransferAs(pool, manager, rest)).toMatchObject({ code: 'over_receipt' });
  expect(await receiveTransferAs(pool, person('operator'), { ...rest, confirmOver: true })).toMatchObject({
    code: 'forbidden',
  });
  expect(await receiveTransferAs(pool, manager, { ...rest, confirmOver: true })).toEqual({ ok: true });
  const closed = await readTransfer(pool, 'T-1');
  expect(closed).toMatchObject({
    status: 'closed_short',
    received: 14,
    damaged: 1,
    missing: 2,
    inTransit: 0,
  });
  expect(await balancesAt('B', 'D1')).toMatchObject({ available: 7, incoming: 0 });
});

test('two people at once: the second is shown what the first did, and nothing of theirs is recorded', async () => {
  const { pool } = database;
  await draft('T-2', { A: 3 });
  const change = (units: number) =>
    saveTransferAs(pool, manager, { key: randomUUID(), seen: 1, plan: plan('T-2', { A: units }) });
  const [one, two] = await Promise.all([change(4), change(5)]);
  const [won, lost] = one.ok ? [one, two] : [two, one];
  expect(won).toEqual({ ok: true, version: 2 });
  expect(lost).toMatchObject({ ok: false, code: 'version_conflict', theirs: { version: 2 } });
  const steps = await Promise.all(
    ['send', 'cancel'].map((step) =>
      moveTransferAs(pool, manager, { ...once(), transfer: 'T-2', seen: 2, step: step as 'send' }),
    ),
  );
  expect(steps.filter(({ ok }) => ok)).toHaveLength(1);
});

test('all lines are set aside or none, and a cancelled transfer is not received', async () => {
  const { pool } = database;
  await draft('T-3', { A: 1, B: 900 });
  expect(
    await moveTransferAs(pool, manager, { ...once(), transfer: 'T-3', seen: 1, step: 'ready' }),
  ).toMatchObject({
    code: 'insufficient_stock',
    version: 2,
  });
  expect((await readTransfer(pool, 'T-3'))?.status).toBe('draft');
  await draft('T-4', { A: 2 });
  await moveTransferAs(pool, manager, { ...once(), transfer: 'T-4', seen: 1, step: 'ready' });
  const before = await balancesAt('A', 'WH');
  expect(
    await moveTransferAs(pool, manager, { ...once(), transfer: 'T-4', seen: 2, step: 'cancel' }),
  ).toEqual({ ok: true });
  expect((await balancesAt('A', 'WH'))?.available).toBe((before?.available ?? 0) + 2);
  expect(
    await receiveTransferAs(pool, manager, {
      ...once(),
      transfer: 'T-4',
      seen: 3,
      confirmOver: true,
      lines: [{ sku: 'A', received: 2, damaged: 0, missing: 0 }],
    }),
  ).toMatchObject({ code: 'transfer_cancelled' });
});

test('they are listed by where they stand, codes are found by SKU and barcode, and the books are proven', async () => {
  const { pool } = database;
  const standing = async (status: 'closed_short' | 'cancelled' | 'draft') =>
    (await listTransfers(pool, { status })).items.map(({ transfer }) => transfer);
  expect(await standing('closed_short')).toEqual(['T-1']);
  expect(await standing('draft')).toEqual(['T-3']);
  expect(await standing('cancelled')).toContain('T-4');
  const all = await listTransfers(pool, { limit: 3 });
  const rest = await listTransfers(pool, {
    limit: 3,
    ...(all.next === undefined ? {} : { cursor: all.next }),
  });
  expect([...all.items, ...rest.items].map(({ transfer }) => transfer)).toEqual(['T-4', 'T-3', 'T-2', 'T-1']);
  expect(await findCodes(pool, ['A', '8901234567890', 'nobody'])).toEqual(
    new Map([
      ['A', 'A'],
      ['8901234567890', 'A'],
    ]),
  );
  expect((await prove({ pool, secretKey: 'a secret key of the tests, 32 chars' })).findings).toEqual([]);
});
