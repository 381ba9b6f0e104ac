import { afterAll, beforeAll, expect, test } from 'vitest';
import { startProofWalk } from './proof-walk';
import { readProofBoard } from './read-proof-board';
import { createTestLedger, type TestLedger } from './test-ledger';

let t: TestLedger;
beforeAll(async () => {
  t = await createTestLedger();
  await t.addSku('A');
  await t.post({ type: 'receipt', sku: 'A', node: 'WH', quantity: 5 });
});
afterAll(() => t.drop());

const start = () => startProofWalk({ pool: t.pool, secretKey: 'of a test' }, 'user:asha');

test('of many who ask at once one walks; its progress and its result are kept', async () => {
  const started = await Promise.all([start(), start(), start()]);
  const [walk] = started.filter((one) => one.ok);
  expect(started.filter((one) => one.ok)).toHaveLength(1);
  expect(started.find((one) => !one.ok)).toMatchObject({ code: 'already_running' });
  await walk?.done;
  expect(await readProofBoard(t.pool)).toMatchObject({
    runs: [{ balanced: true, positions: 1, findings: 0 }],
    walk: { state: 'ended', balanced: true, buckets: 256, bucketsTotal: 256, by: 'user:asha', error: null },
  });
});

test('what is wrong is found and told', async () => {
  await t.pool.query('UPDATE position SET available = available + 1');
  const walk = await start();
  if (walk.ok) await walk.done;
  const board = await readProofBoard(t.pool);
  expect(board.walk).toMatchObject({ state: 'ended', balanced: false });
  expect(board.runs[0]).toMatchObject({ balanced: false, findings: 1 });
  expect(board.findings).toMatchObject([{ kind: 'position_differs', sku: 'A', node: 'WH' }]);
});

test('a walk whose process died shows as interrupted, and the next one ends it', async () => {
  await t.pool.query(
    `INSERT INTO proof_walk (started_by, progressed_at) VALUES ('user:gone', now() - INTERVAL '1 hour')`,
  );
  expect((await readProofBoard(t.pool)).walk).toMatchObject({ state: 'interrupted', by: 'user:gone' });
  const walk = await start();
  if (walk.ok) await walk.done;
  const { rows } = await t.pool.query<{ open: number }>(
    'SELECT count(*)::int AS open FROM proof_walk WHERE ended_at IS NULL',
  );
  expect(rows[0]?.open).toBe(0);
});
