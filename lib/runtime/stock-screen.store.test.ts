import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogSchema } from '@/lib/catalog/schema';
import { listStock } from '@/lib/channels/server/list-stock';
import { readNaiveLevels } from '@/lib/channels/server/read-naive-levels';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { type InventoryEvent, inventoryEventSchema } from '@/lib/ledger/events';
import { putCatalogAs } from './catalog';
import { closeLedger, getLedger } from './ledger';
import { readOverview, skusAtRisk } from './overview';

let database: TestDatabase;
let sent = 0;
const sku = 'KURTA-M';
const dark = ['andheri', 'bandra', 'powai'];

function event(fields: Record<string, unknown>): InventoryEvent {
  return inventoryEventSchema.parse({
    source: 'test',
    id: String(++sent),
    occurredAt: new Date().toISOString(),
    sku,
    ...fields,
  });
}

async function post(...events: InventoryEvent[]) {
  for (const result of await getLedger().post(events, 'key:test'))
    expect(result).toMatchObject({ status: 'applied' });
}

beforeAll(async () => {
  database = await createTestDatabase();
  const node = (code: string, kind: string) => ({ node: code, name: code, kind });
  await putCatalogAs(
    database.pool,
    catalogSchema.parse({
      skus: [
        { sku, name: 'Indigo kurta, M', category: 'Kurtas', barcodes: ['8901'] },
        ...['A_1', 'A%2', 'B-3'].map((code) => ({ sku: code, name: `Other ${code}`, category: 'Other' })),
      ],
      nodes: [node('bhiwandi', 'warehouse'), ...dark.map((code) => node(code, 'dark_store'))],
      channels: [
        { channel: 'web', name: 'Web', kind: 'webshop', connector: 'none', sources: ['bhiwandi'] },
        { channel: 'market', name: 'Market', kind: 'marketplace', connector: 'none', sources: ['bhiwandi'] },
        { channel: 'quick', name: 'Quick', kind: 'quick_commerce', connector: 'none', sources: dark },
      ],
      listings: ['web', 'market', 'quick'].map((channel) => ({ channel, sku })),
      safetyStock: [{ sku, node: 'bhiwandi', units: 10 }],
    }),
    { kind: 'key', id: 'test', name: 'test', role: 'admin' },
  );
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('a day of the brand: 1,370 believed, 399 left', async () => {
  expect(await readNaiveLevels(database.pool, sku)).toBeNull();
  await post(event({ type: 'receipt', quantity: 847, node: 'bhiwandi' }));
  for (const [index, quantity] of [50, 44, 30].entries()) {
    const fields = { quantity, transfer: `T-${index}`, line: '1', from: 'bhiwandi', to: dark[index] };
    await post(event({ type: 'transfer_dispatched', ...fields }));
    await post(event({ type: 'transfer_received', ...fields }));
  }
  const order = (channel: string, quantity: number) =>
    event({ type: 'order_placed', quantity, channel, order: `${channel}-1`, line: '1' });
  await post(order('web', 312), order('market', 90), order('quick', 47));
  await post(
    event({ type: 'order_cancelled', quantity: 1, channel: 'market', order: 'market-1', line: '1' }),
  );

  const day = await readNaiveLevels(database.pool, sku);
  expect(day?.levels).toEqual([
    { channel: 'market', start: 847, sold: 89, believed: 758 },
    { channel: 'quick', start: 124, sold: 47, believed: 77 },
    { channel: 'web', start: 847, sold: 312, believed: 535 },
  ]);
  expect(day).toMatchObject({ believedTotal: 1370, left: 399, phantom: 971 });
});

test('the stock list carries positions and listings, and its total is their sum', async () => {
  const page = await listStock(database.pool, { search: 'indigo', sort: 'sku', direction: 'ascending' });
  expect(page.items).toHaveLength(1);
  const [item] = page.items;
  expect(item?.total).toMatchObject({ availableToSell: 389, onHand: 847, committed: 448, safetyStock: 10 });
  expect(item?.nodes.bhiwandi).toMatchObject({ availableToSell: 312, onHand: 723, committed: 401 });
  expect(Object.keys(item?.channels ?? {}).sort()).toEqual(['market', 'quick', 'web']);
});

test('the stock list compares with an earlier moment', async () => {
  const list = (asOf: string) =>
    listStock(database.pool, { search: 'indigo', sort: 'sku', direction: 'ascending', asOf });
  const yesterday = await list(new Date(Date.now() - 24 * 60 * 60 * 1000).toISOString());
  // What is kept back was not in force then, and nothing was there.
  expect(yesterday.items[0]?.total).toMatchObject({ availableToSell: 389, earlier: 0 });
  const now = await list(new Date(Date.now() + 60_000).toISOString());
  expect(now.items[0]?.total).toMatchObject({ availableToSell: 389, earlier: 389 });
});

test('only the SKUs asked for are listed', async () => {
  const page = await listStock(database.pool, { sort: 'sku', direction: 'ascending', skus: ['B-3'] });
  expect(page.items.map((item) => item.sku)).toEqual(['B-3']);
});

test('the overview names what is below its safety stock, and counts what is owed', async () => {
  const low = 'LOW-1';
  const admin = { kind: 'key', id: 'test', name: 'test', role: 'admin' } as const;
  await putCatalogAs(
    database.pool,
    catalogSchema.parse({
      skus: [{ sku: low, name: 'Low' }],
      listings: [{ channel: 'web', sku: low }],
      safetyStock: [{ sku: low, node: 'bhiwandi', units: 5 }],
    }),
    admin,
  );
  await post(event({ type: 'receipt', sku: low, quantity: 5, node: 'bhiwandi' }));
  const first = await readOverview(database.pool);
  expect(first).toMatchObject({
    skus: 5,
    belowSafety: 1,
    backorderedLines: 0,
    incidents: 0,
    discrepancies: 0,
  });
  expect(first.atRisk[0]).toMatchObject({ sku: low, available: 5, safetyStock: 5, risk: 'below_safety' });
  expect(await skusAtRisk('below_safety')).toEqual([low]);
  expect(await skusAtRisk('out_of_stock')).toEqual([]);

  await post(
    event({ type: 'order_placed', sku: low, quantity: 7, channel: 'web', order: 'web-9', line: '1' }),
  );
  expect(await readOverview(database.pool)).toMatchObject({ backorderedLines: 1, incidents: 1 });
});

test('search takes its text literally, and a whole barcode', async () => {
  const found = async (search: string) =>
    (await listStock(database.pool, { search, sort: 'sku', direction: 'ascending' })).items.map(
      (item) => item.sku,
    );
  expect(await found('a_')).toEqual(['A_1']);
  expect(await found('%')).toEqual(['A%2']);
  expect(await found('8901')).toEqual([sku]);
  expect(await found('890')).toEqual([]);
});

test('pages join without gap or repeat, both ways and by either key', async () => {
  for (const sort of ['sku', 'name'] as const)
    for (const direction of ['ascending', 'descending'] as const) {
      const all = (await listStock(database.pool, { sort, direction })).items.map((item) => item.sku);
      const walked: string[] = [];
      let cursor: string | undefined;
      do {
        const page = await listStock(database.pool, { sort, direction, cursor, limit: 1 });
        walked.push(...page.items.map((item) => item.sku));
        cursor = page.next;
      } while (cursor !== undefined);
      expect(walked).toEqual(all);
      expect(walked).toHaveLength(5);
    }
});
