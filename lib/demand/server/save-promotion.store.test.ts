import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { cancelPromotion, type PromotionPorts, savePromotion } from './save-promotion';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(`INSERT INTO channel (channel, name, kind) VALUES ('web', 'Webshop', 'webshop')`);
  await database.pool.query(`INSERT INTO sku (sku, name) VALUES ('A', 'Ghee')`);
});
afterAll(() => database.drop());

const marked: string[] = [];
const ports: PromotionPorts<never> = {
  problemsOf: () => [],
  markListingsDirty: async (_client, skus) => {
    marked.push(...skus);
  },
  recordChange: async () => undefined,
};
const sale = {
  promotion: 'sale',
  name: 'Sale',
  channel: 'web',
  startsAt: Date.UTC(2026, 11, 1),
  endsAt: Date.UTC(2026, 11, 3),
  skus: ['A'],
  uplift: 2,
  holdBack: 10,
};

test('of two people who change the same promotion the second is told, and nothing of theirs is written', async () => {
  const { pool } = database;
  expect(await savePromotion(pool, sale, 'user:a', ports)).toMatchObject({ ok: true });
  const first = { ...sale, holdBack: 20, seenVersion: 1 };
  const second = { ...sale, name: 'Big sale', seenVersion: 1 };
  expect(await savePromotion(pool, first, 'user:a', ports)).toMatchObject({ ok: true });
  marked.length = 0;
  expect(await savePromotion(pool, second, 'user:b', ports)).toMatchObject({
    ok: false,
    conflict: { version: 2, item: { name: 'Sale', holdBack: 20 } },
  });
  expect(marked).toEqual([]);
  expect(await savePromotion(pool, { ...second, seenVersion: 2 }, 'user:b', ports)).toMatchObject({
    ok: true,
    item: { name: 'Big sale', holdBack: 10 },
  });
  await cancelPromotion(pool, 'sale', ports);
  expect(await savePromotion(pool, { ...second, seenVersion: 3 }, 'user:b', ports)).toMatchObject({
    conflict: { version: 4 },
  });
  // Whoever says nothing of what they saw replaces it, as the API always has.
  expect(await savePromotion(pool, sale, 'key:x', ports)).toMatchObject({ ok: true });
});
