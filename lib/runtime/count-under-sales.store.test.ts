import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Principal } from '@/lib/access/principal';
import { catalogSchema } from '@/lib/catalog/schema';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { inventoryEventSchema } from '@/lib/ledger/events';
import { prove } from '@/lib/ledger/server/prove';
import { putCatalogAs } from './catalog';
import { approveCountAs, countStockAs } from './discrepancies';
import { closeLedger, getLedger } from './ledger';

const lines = 1_000;
const in_books = 100;
/** Units that are really there beside what the books hold: −3 … 3, so one line in seven is right. */
const plantedAt = (line: number) => (line % 7) - 3;
const skuAt = (line: number) => `SKU-${String(line).padStart(4, '0')}`;

let database: TestDatabase;
const person = (role: Principal['role'], id: string): Principal => ({ kind: 'user', id, name: id, role });
const post = (events: Record<string, unknown>[]) =>
  getLedger().post(
    events.map((event) => inventoryEventSchema.parse({ source: 'shop', id: randomUUID(), ...event })),
    'key:shop',
  );

beforeAll(async () => {
  database = await createTestDatabase();
  const catalog = catalogSchema.parse({
    skus: Array.from({ length: lines }, (_, line) => ({ sku: skuAt(line), name: skuAt(line) })),
    nodes: [{ node: 'WH', name: 'Bhiwandi', kind: 'warehouse' }],
    channels: [{ channel: 'web', name: 'Web', kind: 'webshop', connector: 'none', sources: ['WH'] }],
  });
  await putCatalogAs(database.pool, catalog, person('admin', 'asha'));
  const occurredAt = new Date(Date.now() - 3_600_000).toISOString();
  await post(
    Array.from({ length: lines }, (_, line) => ({
      type: 'receipt',
      sku: skuAt(line),
      quantity: in_books,
      node: 'WH',
      occurredAt,
    })),
  );
});
afterAll(async () => {
  await closeLedger();
  await database.drop();
});

test('a count of 1,000 lines, with sales of the same SKUs before, during and after it, posts the planted error of each', async () => {
  /** When units of a line left the shelf, in order: what a person counts depends on it, not on what is recorded. */
  const left: number[][] = Array.from({ length: lines }, () => []);
  let selling = true;
  let sold = 0;
  const sell = async () => {
    for (let round = 0; selling; round++) {
      const at = Date.now();
      const events = Array.from({ length: 40 }, (_, index) => {
        const line = (round * 37 + index * 13) % lines;
        left[line]?.push(at);
        const sale = {
          sku: skuAt(line),
          quantity: 1,
          channel: 'web',
          order: `${round}-${index}`,
          line: '1',
          occurredAt: new Date(at).toISOString(),
        };
        return [
          { type: 'order_placed', ...sale },
          { type: 'order_shipped', ...sale },
        ];
      }).flat();
      sold += events.length / 2;
      await post(events);
    }
  };
  const shop = sell();
  const counts: { line: number; sequence: number }[] = [];
  for (let from = 0; from < lines; from += 50)
    counts.push(
      ...(await Promise.all(
        Array.from({ length: 50 }, async (_, index) => {
          const line = from + index;
          // Whatever leaves from now on leaves after this count.
          const countedAt = Date.now() - 1;
          const gone = left[line]?.filter((at) => at <= countedAt).length ?? 0;
          const counted = in_books + plantedAt(line) - gone;
          const written = await countStockAs(person('operator', 'ravi'), {
            key: randomUUID(),
            at: new Date(countedAt).toISOString(),
            sku: skuAt(line),
            node: 'WH',
            counted,
          });
          if (!written.ok) throw new Error(written.detail);
          return { line, sequence: written.sequence };
        }),
      )),
    );
  for (let from = 0; from < lines; from += 50)
    await Promise.all(
      counts.slice(from, from + 50).map(async ({ line, sequence }) => {
        const once = { key: randomUUID(), at: new Date().toISOString() };
        const approved = await approveCountAs(database.pool, person('manager', 'asha'), {
          ...once,
          sku: skuAt(line),
          node: 'WH',
          sequence,
        });
        if (!approved.ok) throw new Error(approved.detail);
      }),
    );
  selling = false;
  await shop;
  expect(sold).toBeGreaterThan(200);
  const { rows } = await database.pool.query<{ sku: string; variance: string; on_hand: string }>(
    `SELECT c.sku, c.variance, p.available + p.committed AS on_hand FROM stock_count c
     JOIN position p ON p.bucket = c.bucket AND p.sku = c.sku AND p.node = c.node ORDER BY c.sku`,
  );
  expect(rows).toHaveLength(lines);
  const wrong = rows.filter(
    ({ variance, on_hand }, line) =>
      Number(variance) !== plantedAt(line) ||
      Number(on_hand) !== in_books + plantedAt(line) - (left[line]?.length ?? 0),
  );
  expect(wrong).toEqual([]);
  expect(
    (await prove({ pool: database.pool, secretKey: 'a secret key of the tests, 32 chars' })).findings,
  ).toEqual([]);
}, 120_000);
