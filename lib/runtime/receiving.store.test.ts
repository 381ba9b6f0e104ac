import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { readHorizons } from '@/lib/allocation/server/plan-facts';
import { readCover } from '@/lib/availability/server/read-cover';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { prove } from '@/lib/ledger/server/prove';
import { readPositionVersion } from '@/lib/ledger/server/read-position-version';
import type { ReceiveDelivery } from '@/lib/receiving/purchase-order';
import { listPurchaseOrders } from '@/lib/receiving/server/list-purchase-orders';
import { readPurchaseOrder } from '@/lib/receiving/server/read-purchase-order';
import { putCatalogAs } from './catalog';
import { closeLedger, getLedger } from './ledger';
import { reverseByHand } from './post-by-hand';
import { closePurchaseOrderAs, receiveDeliveryAs, savePurchaseOrderAs } from './receiving';

let database: TestDatabase;
const person = (role: Principal['role'], nodes?: string[]): Principal => ({
  kind: 'user',
  id: 'asha',
  name: 'Asha',
  role,
  ...(nodes === undefined ? {} : { nodes }),
});
const manager = person('manager');
const day_ms = 86_400_000;
const inDays = (days: number) => new Date(Date.now() + days * day_ms).toISOString();
const save = (purchaseOrder: string, units: Record<string, number>, seen = 0, expectedAt = inDays(2)) =>
  savePurchaseOrderAs(database.pool, manager, {
    key: randomUUID(),
    purchaseOrder,
    seen,
    plan: {
      supplier: 'Surat Textiles',
      node: 'WH',
      expectedAt,
      lines: Object.entries(units).map(([sku, count]) => ({ sku, units: count })),
    },
  });
const delivery = (fields: Partial<ReceiveDelivery>): ReceiveDelivery => ({
  key: randomUUID(),
  at: new Date().toISOString(),
  seen: 1,
  node: 'WH',
  confirmOver: false,
  lines: [],
  ...fields,
});
const balances = async (sku: string) => (await readPositionVersion(database.pool, sku, 'WH'))?.balances;
const horizonDays = async (sku: string) => {
  const now = new Date();
  const horizonOf = await readHorizons(database.pool, [sku], now);
  return Math.round((horizonOf(sku, [{ node: 'WH' }]) - now.getTime()) / day_ms);
};

beforeAll(async () => {
  database = await createTestDatabase();
  const catalog = catalogSchema.parse({
    skus: [
      { sku: 'A', name: 'Kurta' },
      { sku: 'B', name: 'Saree' },
      { sku: 'C', name: 'Dupatta' },
    ],
    nodes: [{ node: 'WH', name: 'Bhiwandi', kind: 'warehouse' }],
    channels: [{ channel: 'web', name: 'Web', kind: 'webshop', connector: 'none', sources: ['WH'] }],
    listings: [{ channel: 'web', sku: 'A' }],
    replenishment: [{ days: 9 }],
  });
  await putCatalogAs(database.pool, catalog, person('admin'));
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('a purchase order is received in parts, damaged ones beside, and sets when the next units are expected', async () => {
  const { pool } = database;
  expect(await horizonDays('A')).toBe(9);
  await pool.query('DELETE FROM dirty_sku');
  expect(await save('PO-1', { A: 10, B: 5 })).toEqual({ ok: true, version: 1 });
  expect(await horizonDays('A')).toBe(2);
  const { rows: dirty } = await pool.query('SELECT sku FROM dirty_sku ORDER BY sku');
  expect(dirty).toEqual([{ sku: 'A' }, { sku: 'B' }]);

  const first = delivery({ purchaseOrder: 'PO-1', lines: [{ sku: 'A', received: 6, damaged: 1 }] });
  expect(await receiveDeliveryAs(pool, manager, first)).toEqual({ ok: true, version: 2 });
  // Its answer was lost: the same again is the same.
  expect(await receiveDeliveryAs(pool, manager, first)).toEqual({ ok: true, version: 2 });
  expect(await balances('A')).toMatchObject({ available: 6, damaged: 1 });
  expect(await readPurchaseOrder(pool, 'PO-1')).toMatchObject({
    status: 'partly_received',
    onOrder: 8,
    lines: [
      { sku: 'A', units: 10, received: 6, damaged: 1 },
      { sku: 'B', units: 5, received: 0, damaged: 0 },
    ],
  });
  expect((await readCover(pool, ['A']))[0]?.leadDays).toBeCloseTo(2, 1);

  const seen = { purchaseOrder: 'PO-1', seen: 2 };
  expect(
    await receiveDeliveryAs(
      pool,
      manager,
      delivery({ ...seen, lines: [{ sku: 'A', received: 5, damaged: 0 }] }),
    ),
  ).toMatchObject({ code: 'over_receipt', detail: expect.stringContaining('A 2') });
  expect(
    await receiveDeliveryAs(
      pool,
      manager,
      delivery({ ...seen, lines: [{ sku: 'C', received: 1, damaged: 0 }] }),
    ),
  ).toMatchObject({ code: 'not_on_order' });
  expect(
    await receiveDeliveryAs(
      pool,
      manager,
      delivery({ ...seen, seen: 1, lines: [{ sku: 'A', received: 1, damaged: 0 }] }),
    ),
  ).toMatchObject({ code: 'version_conflict', theirs: { version: 2 } });
  expect(await balances('A')).toMatchObject({ available: 6 });
  // A warehouse system reports a receipt of its own under the number.
  await getLedger().post(
    [
      inventoryEventSchema.parse({
        source: 'wms',
        id: 'r1',
        type: 'receipt',
        occurredAt: new Date().toISOString(),
        sku: 'B',
        quantity: 5,
        node: 'WH',
        purchaseOrder: 'PO-1',
      }),
    ],
    'key:wms',
  );
  expect(
    await receiveDeliveryAs(
      pool,
      manager,
      delivery({ ...seen, confirmOver: true, lines: [{ sku: 'A', received: 5, damaged: 0 }] }),
    ),
  ).toEqual({ ok: true, version: 3 });
  expect(await readPurchaseOrder(pool, 'PO-1')).toMatchObject({
    status: 'received',
    received: 16,
    onOrder: 0,
  });
  expect(await horizonDays('A')).toBe(9);
  // What is taken back is expected again.
  const { rows } = await pool.query(`SELECT sequence FROM inventory_event WHERE source = 'wms'`);
  const once = { key: randomUUID(), at: new Date().toISOString() };
  await reverseByHand(pool, manager, { sku: 'B', sequence: Number(rows[0]?.sequence) }, once, '');
  expect(await readPurchaseOrder(pool, 'PO-1')).toMatchObject({ status: 'partly_received', onOrder: 5 });
});

test('what is late or closed is not counted on, and nothing is received of what is closed', async () => {
  const { pool } = database;
  await save('PO-2', { C: 4 }, 0, inDays(-1));
  expect(await horizonDays('C')).toBe(9);
  expect((await listPurchaseOrders(pool, { sku: 'C' })).items).toMatchObject([
    { late: true, status: 'open' },
  ]);
  await save('PO-2', { C: 4 }, 1, inDays(3));
  expect(await horizonDays('C')).toBe(3);
  expect(await save('PO-2', { C: 9 }, 1)).toMatchObject({ code: 'version_conflict' });
  const close = { key: randomUUID(), purchaseOrder: 'PO-2', seen: 2, closed: true };
  expect(await closePurchaseOrderAs(pool, person('operator'), close)).toMatchObject({ code: 'forbidden' });
  expect(await closePurchaseOrderAs(pool, manager, close)).toEqual({ ok: true, version: 3 });
  expect(await horizonDays('C')).toBe(9);
  expect(
    await receiveDeliveryAs(
      pool,
      manager,
      delivery({ purchaseOrder: 'PO-2', seen: 3, lines: [{ sku: 'C', received: 1, damaged: 0 }] }),
    ),
  ).toMatchObject({ code: 'purchase_order_closed' });
  // A system that places the orders knows no versions: what it says stands.
  const { seen: _, ...unseen } = { seen: 0, key: randomUUID(), purchaseOrder: 'PO-2' };
  expect(
    await savePurchaseOrderAs(pool, manager, {
      ...unseen,
      plan: { supplier: 'Surat Textiles', node: 'WH', lines: [{ sku: 'C', units: 6 }] },
    }),
  ).toEqual({ ok: true, version: 4 });
});

test('a delivery without an order is a receipt; what is not known or not theirs is refused whole', async () => {
  const { pool } = database;
  const lines = [
    { sku: 'C', received: 3, damaged: 0 },
    { sku: 'B', received: 2, damaged: 1 },
  ];
  expect(await receiveDeliveryAs(pool, person('operator', ['D9']), delivery({ lines }))).toMatchObject({
    code: 'outside_limits',
  });
  expect(
    await receiveDeliveryAs(
      pool,
      manager,
      delivery({ lines: [...lines, { sku: 'X', received: 1, damaged: 0 }] }),
    ),
  ).toMatchObject({ code: 'unknown_name' });
  expect(await balances('C')).toMatchObject({ available: 0 });
  expect(
    await receiveDeliveryAs(pool, person('operator', ['WH']), delivery({ seen: 0, lines })),
  ).toMatchObject({
    ok: true,
  });
  expect(await balances('C')).toMatchObject({ available: 3 });
  expect((await prove({ pool, secretKey: 'a secret key of the tests, 32 chars' })).findings).toEqual([]);
});
