import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { bucketOf } from '@/lib/ledger/bucket';
import { dateOfDay, dayOfDate } from './demand-rows';
import { learnDemand } from './learn-demand';
import { learnDue } from './learn-due';
import { loadForecasts } from './load-forecasts';
import { readPromotions } from './read-promotions';

let database: TestDatabase;
const first = dayOfDate('2026-06-01');
const days = 120;

beforeAll(async () => {
  database = await createTestDatabase();
  const { pool } = database;
  await pool.query(`INSERT INTO channel (channel, name, kind) VALUES ('web', 'Web', 'webshop')`);
  for (const sku of ['A', 'B', 'C', 'D', 'NEW'])
    await pool.query(`INSERT INTO sku (sku, name, category) VALUES ($1, $1, 'ghee')`, [sku]);
  const rows = Array.from({ length: days }, (_, index) => first + index).flatMap((day) =>
    // Sundays are closed; Saturdays sell double.
    day % 7 === 3
      ? []
      : ['A', 'B', 'C', 'D'].map((sku, rank) => ({
          sku,
          day,
          units: (rank + 2) * (day % 7 === 2 ? 2 : 1) * 2,
        })),
  );
  await pool.query(
    `INSERT INTO demand_day (bucket, sku, channel, node, day, units)
     SELECT bucket, sku, 'web', 'wh', day, units
     FROM unnest($1::smallint[], $2::text[], $3::date[], $4::bigint[]) AS row (bucket, sku, day, units)`,
    [
      rows.map(({ sku }) => bucketOf(sku)),
      rows.map(({ sku }) => sku),
      rows.map(({ day }) => dateOfDay(day)),
      rows.map(({ units }) => units),
    ],
  );
});
afterAll(() => database.drop());

const states = async () =>
  (await database.pool.query('SELECT sku, level, days, through::text FROM demand_state ORDER BY sku')).rows;

test('learned day by day or at once, the levels are the same, and a second run changes nothing', async () => {
  const { pool } = database;
  for (const through of [first + 60, first + 61, first + days - 1]) await learnDemand(pool, 'web', through);
  const stepwise = await states();
  expect(await learnDemand(pool, 'web', first + days - 1)).toMatchObject({ skus: 0 });
  expect(await states()).toEqual(stepwise);
  await pool.query('DELETE FROM demand_state');
  await learnDemand(pool, 'web', first + days - 1);
  const atOnce = await states();
  expect(atOnce.map(({ sku }) => sku)).toEqual(['A', 'B', 'C', 'D']);
  for (const [index, row] of atOnce.entries()) {
    expect(row).toMatchObject({ days: stepwise[index].days, through: dateOfDay(first + days - 1) });
    expect(row.level).toBeCloseTo(stepwise[index].level, 6);
  }
});

test('forecasts know closed and strong weekdays, promotions, and what the category says of a new SKU', async () => {
  const { pool } = database;
  const at = new Date(`${dateOfDay(first + days)}T00:00:00Z`);
  await pool.query(
    `INSERT INTO promotion (promotion, name, channel, starts_at, ends_at, skus, uplift, created_by)
     VALUES ('p', 'p', 'web', $1, $1::timestamptz + interval '3 days', '{A}', 5, 'test')`,
    [at],
  );
  const promotions = await readPromotions(pool, ['A', 'D', 'NEW'], at);
  const listed = [
    ...['A', 'D', 'NEW'].map((sku) => ({ sku, channel: 'web' })),
    { sku: 'NEW', channel: 'elsewhere' },
  ];
  const forecastOf = await loadForecasts(pool, listed, promotions, at);
  const a = forecastOf('A', 'web');
  expect(a.weekday[6]).toBe(0);
  expect((a.weekday[5] ?? 0) / (a.weekday[0] ?? 1)).toBeGreaterThan(1.5);
  expect(a.uplifts).toMatchObject([{ factor: 5, deviation: 0 }]);
  expect(forecastOf('D', 'web').level / a.level).toBeCloseTo(2.5, 1);
  expect(forecastOf('D', 'web').uplifts).toEqual([]);
  const levels = (await states()).map(({ level }) => level);
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  expect(forecastOf('NEW', 'web').level).toBeCloseTo(mean, 6);
  expect(forecastOf('NEW', 'elsewhere')).toMatchObject({ level: 1, pulse: null });
  const { rows } = await pool.query(
    'SELECT outcomes::int, forecast, actual, covered::int FROM demand_channel',
  );
  expect(rows[0].outcomes).toBeGreaterThan(200);
  expect(Math.abs(rows[0].forecast / rows[0].actual - 1)).toBeLessThan(0.1);
});

test('days are learned once they are over and closed, each once', async () => {
  const { pool } = database;
  await pool.query('DELETE FROM demand_state');
  await pool.query('DELETE FROM demand_channel');
  const noon = new Date(`${dateOfDay(first + days)}T12:00:00Z`);
  const event = (sequence: number, recordedAt: Date) =>
    pool.query(
      `INSERT INTO inventory_event (bucket, sku, sequence, xid, source, id, type, occurred_at, recorded_at, actor,
         content, hash, digest)
       VALUES (0, 'A', $1, $1, 'test', $3, 'receipt', $2, $2, 'test', '{}', '', '')`,
      [sequence, recordedAt, String(sequence)],
    );
  await event(1, new Date(noon.getTime() - 86_400_000));
  expect(await learnDue(pool, noon)).toEqual([]);
  await pool.query(`INSERT INTO consumer_cursor (consumer, xid, sequence) VALUES ('close_days', 1, 1)`);
  await event(2, noon);
  expect(await learnDue(pool, noon)).toMatchObject([{ channel: 'web', skus: 4 }]);
  expect((await states())[0]).toMatchObject({ sku: 'A', through: dateOfDay(first + days - 1) });
  expect(await learnDue(pool, noon)).toEqual([]);
});
