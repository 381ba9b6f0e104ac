import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { views_per_list_max } from '../saved-view';
import { deleteView } from './delete-view';
import { listSavedViews } from './list-saved-views';
import { saveView } from './save-view';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
  await database.pool.query(
    `INSERT INTO "user" (id, name, email) VALUES ('asha', 'Asha', 'asha@example.com'), ('ravi', 'Ravi', 'r@example.com')`,
  );
});
afterAll(() => database.drop());

test('views belong to one person and one list, and a name is used once', async () => {
  const { pool } = database;
  await saveView(pool, 'asha', { list: 'stock', name: 'Kurtas', query: 'category=Kurtas' });
  await saveView(pool, 'asha', { list: 'stock', name: 'Kurtas', query: 'category=Kurta' });
  await saveView(pool, 'asha', { list: 'ledger', name: 'Losses', query: 'type=adjustment' });
  expect(await listSavedViews(pool, 'asha', 'stock')).toEqual({
    items: [{ name: 'Kurtas', query: 'category=Kurta' }],
  });
  expect(await listSavedViews(pool, 'ravi', 'stock')).toEqual({ items: [] });
  await deleteView(pool, 'ravi', { list: 'stock', name: 'Kurtas' });
  expect((await listSavedViews(pool, 'asha', 'stock')).items).toHaveLength(1);
  await deleteView(pool, 'asha', { list: 'stock', name: 'Kurtas' });
  expect(await listSavedViews(pool, 'asha', 'stock')).toEqual({ items: [] });
});

test('there is a limit, and what is there can still be changed at it', async () => {
  const { pool } = database;
  for (let index = 0; index < views_per_list_max; index++)
    expect(await saveView(pool, 'ravi', { list: 'stock', name: `View ${index}`, query: '' })).toBe(true);
  expect(await saveView(pool, 'ravi', { list: 'stock', name: 'One more', query: '' })).toBe(false);
  expect(await saveView(pool, 'ravi', { list: 'stock', name: 'View 0', query: 'sort=name' })).toBe(true);
});
