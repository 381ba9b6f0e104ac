import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { LedgerInMemory } from '../ledger-in-memory';
import { testCatalog } from '../test-book';
import { batchesOf, eventsOf, type Step, scarceStreams, streams } from '../test-streams';
import { prove } from './prove';
import { createTestLedger, eventually, type TestLedger } from './test-ledger';
import { outcomeInDatabase, outcomeInMemory } from './test-outcome';
import { createLedgerWriter, type LedgerWriter } from './writer';

vi.setConfig({ testTimeout: 240_000 });

let database: TestLedger;
let ledger: LedgerWriter;
let run = 0;

/** One unit is kept back at the first dark store, so that requests and facts see different numbers. */
const keptBack = (node: string) => (node === 'D1' ? 1 : 0);

beforeAll(async () => {
  database = await createTestLedger();
  await database.pool.query(`
    INSERT INTO channel (channel, name, kind) VALUES ('solo', 'Solo', 'webshop');
    INSERT INTO channel_source (channel, node, rank) VALUES ('solo', 'WH', 0);
    UPDATE catalog_version SET version = version + 1;
  `);
  ledger = createLedgerWriter({
    connectionString: database.url,
    loadKeptBack: async (keys) => keys.map(({ node }) => keptBack(node)),
  });
});

afterAll(async () => {
  await ledger.close();
  await database.drop();
});

/** SKUs and ids of a run of its own, so that a failing stream can be made smaller on the same database. */
async function newSkus(): Promise<string[]> {
  run += 1;
  const skus = testCatalog.skus.map((sku) => `${sku}-${run}`);
  for (const sku of skus) await database.addSku(sku);
  return skus;
}

const asAnswered = ({ sequence, detail, ...rest }: { sequence?: number; detail?: string }) => ({
  ...rest,
  recorded: sequence !== undefined,
});

async function holdAgainstMemory(steps: readonly Step[], sizes: readonly number[]): Promise<void> {
  const skus = await newSkus();
  const memory = new LedgerInMemory({ ...testCatalog, skus }, (_sku, node) => keptBack(node));
  for (const batch of batchesOf(eventsOf(steps, `run${run}`, skus), sizes)) {
    const expected = memory.post(batch, 'tester', new Date().toISOString());
    const answered = await ledger.post(batch, 'tester');
    expect(answered.map(asAnswered)).toEqual(expected.map(asAnswered));
  }
  expect(await outcomeInDatabase(database.pool, skus)).toEqual(outcomeInMemory(memory, skus));
}

const batchSizes = fc.array(fc.integer({ min: 1, max: 20 }), { minLength: 1, maxLength: 4 });

describe('the writer on a database', () => {
  test('does with any stream what the rules do in memory: answers, postings, every row', async () => {
    const either = fc.oneof(streams(60), scarceStreams(60));
    await fc.assert(fc.asyncProperty(either, batchSizes, holdAgainstMemory), { numRuns: 80 });
  });

  test('leaves a ledger that its own proof finds nothing wrong with', async () => {
    await fc.assert(fc.asyncProperty(streams(60), batchSizes, holdAgainstMemory), { numRuns: 5 });
    const { rows } = await database.pool.query<{ events: number }>(
      'SELECT count(*)::int AS events FROM inventory_event',
    );
    // The proof reads below the oldest transaction of the whole server, where other tests are writing too.
    await eventually(async () => {
      const proof = await prove({ pool: database.pool, secretKey: 'of a test' });
      expect(proof.findings).toEqual([]);
      expect(proof.events).toBe(rows[0]?.events);
    });
  });

  test('does the same with large batches', async () => {
    const large = streams(700).filter((steps) => steps.length > 350);
    await fc.assert(
      fc.asyncProperty(large, (steps) => holdAgainstMemory(steps, [steps.length])),
      { numRuns: 4, interruptAfterTimeLimit: 40_000, markInterruptAsFailure: false },
    );
  });
});
