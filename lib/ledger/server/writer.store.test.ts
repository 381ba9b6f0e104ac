import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bucketOf } from '../bucket';
import { type InventoryEvent, inventoryEventSchema } from '../events';
import { createLedgerWriter, type LedgerWriter } from './writer';

let database: TestDatabase;
let ledger: LedgerWriter;
let count = 0;

const at = '2026-03-01T10:00:00Z';

function event(fields: Record<string, unknown>): InventoryEvent {
  count += 1;
  return inventoryEventSchema.parse({ source: 'test', id: `e${count}`, occurredAt: at, ...fields });
}

async function addSku(sku: string): Promise<void> {
  await database.pool.query('INSERT INTO sku (sku, name) VALUES ($1, $1)', [sku]);
  await database.pool.query('INSERT INTO ledger_head (bucket, sku) VALUES ($1, $2)', [bucketOf(sku), sku]);
}

async function position(sku: string, node: string) {
  const { rows } = await database.pool.query(
    `SELECT available::int, committed::int, quality_control::int, damaged::int, incoming::int
     FROM position WHERE bucket = $1 AND sku = $2 AND node = $3`,
    [bucketOf(sku), sku, node],
  );
  return rows[0];
}

beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`
    INSERT INTO stock_node (node, name, kind) VALUES
      ('WH', 'Warehouse', 'warehouse'), ('D1', 'Dark store 1', 'dark_store'), ('D2', 'Dark store 2', 'dark_store');
    INSERT INTO channel (channel, name, kind) VALUES ('web', 'Web', 'webshop'), ('quick', 'Quick', 'quick_commerce');
    INSERT INTO channel_source (channel, node, rank) VALUES ('web', 'WH', 0), ('quick', 'D1', 0), ('quick', 'D2', 1);
    UPDATE catalog_version SET version = version + 1;
  `);
  ledger = createLedgerWriter({
    connectionString: database.url,
    loadKeptBack: async (keys) => keys.map(() => 0),
  });
});

afterAll(async () => {
  await ledger.close();
  await database.drop();
});

describe('the ledger writer', () => {
  test('posts a receipt and an order, and answers the same again with the first answer', async () => {
    await addSku('A');
    const receipt = event({ type: 'receipt', sku: 'A', quantity: 10, node: 'WH' });
    const placed = event({
      type: 'order_placed',
      sku: 'A',
      quantity: 4,
      channel: 'web',
      order: 'o1',
      line: '1',
    });
    const results = await ledger.post([receipt, placed], 'tester');
    expect(results.map((result) => result.status)).toEqual(['applied', 'applied']);
    expect(await position('A', 'WH')).toMatchObject({ available: 6, committed: 4 });
    const again = await ledger.post([placed, { ...placed, quantity: 5 } as InventoryEvent], 'tester');
    expect(again[0]).toMatchObject({ status: 'duplicate', sequence: results[1]?.sequence });
    expect(again[1]).toMatchObject({ status: 'refused', code: 'idempotency_mismatch' });
    const same = await ledger.post([placed], 'tester');
    expect(same[0]).toMatchObject({ status: 'duplicate', sequence: results[1]?.sequence });
  });

  test('writes the events of one call in one batch', async () => {
    await addSku('C');
    const batches: number[] = [];
    const writer = createLedgerWriter({
      connectionString: database.url,
      loadKeptBack: async (keys) => keys.map(() => 0),
      committed: (events) => batches.push(events),
    });
    const receipts = Array.from({ length: 30 }, () =>
      event({ type: 'receipt', sku: 'C', quantity: 1, node: 'WH' }),
    );
    await writer.post(receipts, 'tester');
    await writer.close();
    expect(batches).toEqual([30]);
  });

  test('takes back an approval that named its count by a bare id, out of the database', async () => {
    await addSku('D');
    const sku = 'D';
    const counted = event({ type: 'stock_counted', sku, node: 'WH', counted: 2, countedAt: at });
    const approved = event({ type: 'count_approved', sku, node: 'WH', of: counted.id });
    const taken = event({ type: 'reversal', sku, of: approved.id });
    for (const one of [event({ type: 'receipt', sku, quantity: 5, node: 'WH' }), counted, approved])
      expect(await ledger.post([one], 'tester')).toMatchObject([{ status: 'applied' }]);
    expect(await position(sku, 'WH')).toMatchObject({ available: 2 });
    expect(await ledger.post([taken], 'tester')).toMatchObject([{ status: 'applied' }]);
    expect(await position(sku, 'WH')).toMatchObject({ available: 5 });
  });

  test('gives a short order a backorder that the next receipt fills', async () => {
    await addSku('B');
    const placed = event({
      type: 'order_placed',
      sku: 'B',
      quantity: 3,
      channel: 'quick',
      order: 'q1',
      line: '1',
    });
    const results = await ledger.post(
      [event({ type: 'receipt', sku: 'B', quantity: 1, node: 'D2' }), placed],
      't',
    );
    expect(results[1]).toMatchObject({ status: 'applied', shortfall: 2 });
    await ledger.post([event({ type: 'receipt', sku: 'B', quantity: 5, node: 'D1' })], 't');
    expect(await position('B', 'D1')).toMatchObject({ available: 3, committed: 2 });
    expect(await position('B', 'D2')).toMatchObject({ available: 0, committed: 1 });
  });
});
