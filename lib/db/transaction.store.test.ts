import { afterAll, expect, test } from 'vitest';
import { createTestDatabase } from './test-database';
import { transaction_attempts_max, withTransaction } from './transaction';

const database = await createTestDatabase();
await database.pool.query(
  'CREATE TABLE counter (id int PRIMARY KEY, n int NOT NULL); INSERT INTO counter VALUES (1, 0)',
);
afterAll(() => database.drop());

test('ten serializable increments at once all count', async () => {
  const increment = () =>
    withTransaction(
      database.pool,
      async (client) => {
        const { rows } = await client.query<{ n: number }>('SELECT n FROM counter WHERE id = 1');
        await client.query('UPDATE counter SET n = $1 WHERE id = 1', [(rows[0]?.n ?? 0) + 1]);
      },
      { isolation: 'serializable', attemptsMax: 100 },
    );
  await Promise.all(Array.from({ length: 10 }, increment));
  expect((await database.pool.query('SELECT n FROM counter')).rows).toEqual([{ n: 10 }]);
});

test('gives up after its attempts, and does not retry what would fail again', async () => {
  let attempts = 0;
  const failing = (code: string) =>
    withTransaction(database.pool, async () => {
      attempts += 1;
      throw Object.assign(new Error('made up'), { code });
    });
  await expect(failing('40001')).rejects.toThrow('made up');
  expect(attempts).toBe(transaction_attempts_max);
  attempts = 0;
  await expect(failing('23505')).rejects.toThrow('made up');
  expect(attempts).toBe(1);
});

test('a connection lost before COMMIT is replaced and the work done once', async () => {
  let attempts = 0;
  await withTransaction(database.pool, async (client) => {
    attempts += 1;
    await client.query('UPDATE counter SET n = n + 100 WHERE id = 1');
    if (attempts > 1) return;
    const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
    await database.pool.query('SELECT pg_terminate_backend($1, 5000)', [rows[0]?.pid]);
  });
  expect(attempts).toBe(2);
  expect((await database.pool.query('SELECT n FROM counter')).rows).toEqual([{ n: 110 }]);
});
