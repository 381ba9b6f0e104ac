import { afterAll, beforeAll, expect, test } from 'vitest';
import { createTestDatabase, type TestDatabase } from '@/lib/db/test-database';
import type { Comparison } from '../compare';
import { simulationSchema } from '../parameters';
import {
  addResult,
  cancelSimulation,
  finishSimulation,
  readSimulation,
  requestSimulation,
  runOf,
  stillWanted,
  takeSimulation,
} from './simulation-runs';

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.drop());

const asked = simulationSchema.parse({
  scenarios: ['small8'],
  history: null,
  policies: ['strict', 'fullPool'],
  seed: 1,
  seeds: 2,
  demand: 1,
  delay: 1,
  outageMinutes: 0,
});

test('a question is named by its parameters, not by their order', () => {
  expect(runOf({ ...asked, policies: ['fullPool', 'strict'] })).toBe(runOf(asked));
  expect(runOf({ ...asked, seed: 2 })).not.toBe(runOf(asked));
});

test('asked twice it is played once; cancelled it takes no more results and can be asked again', async () => {
  const { pool } = database;
  await requestSimulation(pool, asked, 'user:a');
  await requestSimulation(pool, asked, 'user:b');
  const taken = await takeSimulation(pool);
  expect(taken).toMatchObject({ run: runOf(asked), parameters: { policies: ['fullPool', 'strict'] } });
  expect(await takeSimulation(pool)).toBeUndefined();
  const row = { policy: 'strict', oversoldUnits: 0 } as Comparison;
  await addResult(pool, runOf(asked), row);
  expect(await readSimulation(pool, asked)).toMatchObject({ status: 'running', done: 1, total: 2 });

  await cancelSimulation(pool, runOf(asked));
  expect(await stillWanted(pool, runOf(asked))).toBe(false);
  await addResult(pool, runOf(asked), row);
  await finishSimulation(pool, runOf(asked), true);
  expect(await readSimulation(pool, asked)).toMatchObject({ status: 'cancelled', done: 1 });

  await requestSimulation(pool, asked, 'user:a');
  expect(await takeSimulation(pool)).toBeDefined();
  await addResult(pool, runOf(asked), row);
  await finishSimulation(pool, runOf(asked), true);
  await requestSimulation(pool, asked, 'user:a');
  expect(await readSimulation(pool, asked)).toMatchObject({ status: 'done', done: 1, results: [row] });
});
