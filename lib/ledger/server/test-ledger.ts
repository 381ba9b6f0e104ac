import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bucketOf } from '../bucket';
import { type InventoryEvent, inventoryEventSchema } from '../events';
import { createLedgerWriter, type LedgerWriter } from './writer';

/** Three nodes, two channels and a real writer on a database of its own, for store tests. */
export interface TestLedger extends TestDatabase {
  ledger: LedgerWriter;
  addSku(sku: string, fields?: { unitCostMinor?: number; priceMinor?: number }): Promise<void>;
  /** Fills in source, id and (unless given) the time it occurred. */
  event(fields: Record<string, unknown>): InventoryEvent;
  /** Posts events in order and returns their sequences; throws where one is refused. */
  post(...events: Record<string, unknown>[]): Promise<number[]>;
}

export const test_occurred_at = '2026-03-01T10:00:00Z';

export async function createTestLedger(): Promise<TestLedger> {
  const database = await createTestDatabase();
  await database.pool.query(`
    INSERT INTO stock_node (node, name, kind) VALUES
      ('WH', 'Warehouse', 'warehouse'), ('D1', 'Dark store 1', 'dark_store'), ('D2', 'Dark store 2', 'dark_store');
    INSERT INTO channel (channel, name, kind) VALUES ('web', 'Web', 'webshop'), ('quick', 'Quick', 'quick_commerce');
    INSERT INTO channel_source (channel, node, rank)
      VALUES ('web', 'WH', 0), ('web', 'D1', 1), ('quick', 'D1', 0), ('quick', 'D2', 1);
    UPDATE catalog_version SET version = version + 1;
  `);
  const ledger = createLedgerWriter({
    connectionString: database.url,
    loadKeptBack: async (keys) => keys.map(() => 0),
  });
  let count = 0;
  const event = (fields: Record<string, unknown>) => {
    count += 1;
    return inventoryEventSchema.parse({
      source: 'test',
      id: `e${count}`,
      occurredAt: test_occurred_at,
      ...fields,
    });
  };
  return {
    ...database,
    ledger,
    event,
    async addSku(sku, fields = {}) {
      await database.pool.query(
        'INSERT INTO sku (sku, name, unit_cost_minor, price_minor) VALUES ($1, $1, $2, $3)',
        [sku, fields.unitCostMinor ?? null, fields.priceMinor ?? null],
      );
      await database.pool.query('INSERT INTO ledger_head (bucket, sku) VALUES ($1, $2)', [
        bucketOf(sku),
        sku,
      ]);
    },
    async post(...events) {
      const results = await ledger.post(events.map(event), 'tester');
      return results.map((result) => {
        if (result.status !== 'applied' || result.sequence === undefined)
          throw new Error(`${result.id} was ${result.status}: ${result.detail}`);
        return result.sequence;
      });
    },
    async drop() {
      await ledger.close();
      await database.drop();
    },
  };
}

/** Runs `check` until it no longer throws; the last failure is thrown after `ms_max`. */
export async function eventually(check: () => Promise<void>, ms_max = 20_000): Promise<void> {
  const deadline = Date.now() + ms_max;
  for (;;) {
    try {
      await check();
      return;
    } catch (error) {
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
}
