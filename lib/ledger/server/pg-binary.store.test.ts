import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import { ArrayWriter } from './pg-binary';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

test('Postgres reads binary arrays as they were written', async () => {
  const texts = ['', 'NULL', 'कुर्ता', '😀', 'a"b\\c{},', null, 'x'.repeat(100_000)];
  const numbers = [0, 1, -1, 4_294_967_296, -4_294_967_297, Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER];
  const small = [0, 255, -32_768];
  const jsons = ['{"WH": 3}', null, '[1]'];
  const hexes = ['', '00ff', 'deadbeef'];
  const writer = new ArrayWriter();
  writer.texts(texts, (text) => text);
  writer.numbers(numbers);
  writer.smallNumbers(small);
  writer.jsons(jsons, (json) => json);
  writer.hexes(hexes, (hex) => hex);
  writer.texts([], (text) => text);
  const { rows } = await database.pool.query(
    `SELECT $1::text[] AS texts, $2::bigint[]::text[] AS numbers, $3::smallint[] AS small,
       $4::jsonb[]::text[] AS jsons, $5::bytea[] AS bytes, cardinality($6::text[]) AS none`,
    writer.arrays(),
  );
  expect(rows[0]).toMatchObject({ texts, small, jsons, none: 0 });
  expect(rows[0].numbers.map(Number)).toEqual(numbers);
  expect(rows[0].bytes.map((each: Buffer) => each.toString('hex'))).toEqual(hexes);
});
