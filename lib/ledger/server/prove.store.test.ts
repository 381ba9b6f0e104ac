import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { withTransaction } from '@/lib/db/transaction';
import { bucketOf } from '../bucket';
import { contentHash } from '../digest';
import type { Proof } from '../proof';
import { startClosingDays } from './close-days';
import { prove } from './prove';
import { readProof } from './read-proof';
import { rebuildBalances } from './rebuild-balances';
import { startRollingProof } from './rolling-proof';
import { startSealing } from './seal-events';
import { createTestLedger, eventually, type TestLedger } from './test-ledger';

const secretKey = 'a key that is not in the database';
let ledger: TestLedger;
/** The sequences of the events that are tampered with, all of SKU `T`. */
let receipt: number;
let placed: number;
/** The event after it. */
let next: number;

const bucket = bucketOf('T');

beforeAll(async () => {
  ledger = await createTestLedger();
  await ledger.addSku('T');
  await ledger.addSku('other');
  const order = { channel: 'web', order: 'o1', line: '1' };
  [receipt = 0] = await ledger.post({ type: 'receipt', sku: 'T', quantity: 10, node: 'WH' });
  await seal();
  // In a transaction of its own, so that its place in the commit order can be exchanged with the next one's.
  [placed = 0] = await ledger.post({ type: 'order_placed', sku: 'T', quantity: 4, ...order });
  [next = 0] = await ledger.post(
    { type: 'order_placed', sku: 'T', quantity: 12, ...order, order: 'o2' },
    { type: 'order_shipped', sku: 'T', quantity: 2, ...order },
    { type: 'order_shipped', sku: 'T', quantity: 1, ...order, order: 'early' },
    {
      type: 'order_snapshot',
      sku: 'T',
      ...order,
      order: 'o3',
      ordered: 3,
      cancelled: 1,
      shipped: 0,
      returned: 0,
    },
    { type: 'return_received', sku: 'T', quantity: 1, node: 'D1', ...order },
    { type: 'receipt', sku: 'T', quantity: 9, node: 'D2' },
    { type: 'reserved', sku: 'T', quantity: 2, reservation: 'r1', ...order, channel: 'quick', order: 'o4' },
    { type: 'transfer_ready', sku: 'T', quantity: 2, transfer: 't1', line: '1', from: 'D2', to: 'WH' },
    { type: 'transfer_dispatched', sku: 'T', quantity: 1, transfer: 't1', line: '1' },
    { type: 'stock_counted', sku: 'T', node: 'WH', counted: 3, countedAt: '2026-03-02T00:00:00Z' },
    { type: 'receipt', sku: 'other', quantity: 1, node: 'WH' },
  );
  await seal();
  await ledger.post({ type: 'receipt', sku: 'T', quantity: 1, node: 'D1' });
});
afterAll(() => ledger.drop());

/** Lets the consumers behind the ledger take everything in. */
async function seal(): Promise<void> {
  const options = { pool: ledger.pool, notifications: null, poll_ms: 5 };
  const consumers = [startClosingDays(options), startSealing({ ...options, secretKey })];
  await eventually(async () => {
    const { rows } = await ledger.pool.query<{ behind: string }>(
      `SELECT (SELECT count(*) FROM inventory_event) * 2 - (SELECT coalesce(sum((
         SELECT count(*) FROM inventory_event e WHERE (e.xid, e.sequence) <= (c.xid, c.sequence))), 0)
         FROM consumer_cursor c) AS behind`,
    );
    expect(rows[0]?.behind).toBe('0');
  });
  await Promise.all(consumers.map((consumer) => consumer.stop()));
}

/** Changes what only a superuser with the triggers off can change. */
async function tamper(...statements: string[]): Promise<void> {
  await withTransaction(ledger.pool, async (client) => {
    await client.query('SET LOCAL session_replication_role = replica');
    for (const statement of statements) {
      const { rowCount } = await client.query(statement);
      if (rowCount === 0) throw new Error(`nothing was changed by: ${statement}`);
    }
  });
}

const proveAll = () => prove({ pool: ledger.pool, secretKey });
const found = (proof: Proof, kind: string) => proof.findings.filter((finding) => finding.kind === kind);

test('an honest ledger is proven', async () => {
  const proof = await proveAll();
  expect(proof.findings).toEqual([]);
  expect(proof).toMatchObject({ balanced: true, events: 14, seal: 2 });
  const { rows } = await ledger.pool.query(
    `SELECT (SELECT count(*)::int FROM posting) AS postings, (SELECT count(*)::int FROM position) AS positions`,
  );
  expect(proof).toMatchObject(rows[0]);
});

test('the ledger refuses to be changed', async () => {
  for (const sql of [
    'UPDATE inventory_event SET actor = actor',
    'DELETE FROM posting',
    'TRUNCATE posting',
    'DELETE FROM seal',
    'UPDATE seal_bucket SET events = 0',
  ])
    await expect(ledger.pool.query(sql)).rejects.toThrow(/only appends/);
});

describe('tampering is found and named', () => {
  const copies = [
    'inventory_event',
    'posting',
    'position',
    'seal',
    'seal_bucket',
    'order_line',
    'ledger_head',
  ];
  copies.push('reservation', 'transfer_line', 'position_day', 'consumer_cursor');

  beforeAll(async () => {
    for (const table of copies) await ledger.pool.query(`CREATE TABLE kept_${table} AS TABLE ${table}`);
  });
  beforeEach(async () => {
    await withTransaction(ledger.pool, async (client) => {
      await client.query('SET LOCAL session_replication_role = replica');
      for (const table of copies) {
        await client.query(`DELETE FROM ${table}`);
        await client.query(`INSERT INTO ${table} SELECT * FROM kept_${table}`);
      }
    });
  });

  test("an event's content", async () => {
    await tamper(
      `UPDATE inventory_event SET content = replace(content, 'WH', 'D1') WHERE sequence = ${receipt}`,
    );
    const proof = await proveAll();
    expect(proof.balanced).toBe(false);
    expect(found(proof, 'event_changed')).toMatchObject([{ sequence: receipt, sku: 'T', bucket }]);
  });

  test("an event's quantity, with its hash made to fit", async () => {
    const { rows } = await ledger.pool.query(
      `SELECT source, id, type, sku, quantity, occurred_at, content FROM inventory_event WHERE sequence = ${receipt}`,
    );
    const { source, id, type, sku, occurred_at, content } = rows[0];
    const hash = contentHash(
      { source, id, type, sku, quantity: 11, occurredAt: occurred_at.toISOString() },
      content,
    );
    await tamper(`UPDATE inventory_event SET quantity = 11, hash = '\\x${hash}' WHERE sequence = ${receipt}`);
    expect(found(await proveAll(), 'event_changed')).toMatchObject([{ sequence: receipt, sku: 'T' }]);
  });

  test("an event's verdict", async () => {
    await tamper(`UPDATE inventory_event SET shortfall = NULL, actor = 'nobody' WHERE sequence = ${placed}`);
    expect(found(await proveAll(), 'event_changed')).toMatchObject([{ sequence: placed, sku: 'T' }]);
  });

  test('a digest', async () => {
    await tamper(`UPDATE inventory_event SET digest = sha256('x') WHERE sequence = ${receipt}`);
    const proof = await proveAll();
    expect(found(proof, 'event_changed')).toMatchObject([{ sequence: receipt }]);
    expect(found(proof, 'seal_differs')).toMatchObject([
      { bucket, detail: expect.stringContaining(`${receipt} (T)`) },
    ]);
  });

  test("a posting's delta", async () => {
    await tamper(`UPDATE posting SET available_delta = available_delta + 1 WHERE sequence = ${receipt}`);
    const proof = await proveAll();
    expect(found(proof, 'event_unbalanced')).toMatchObject([{ sequence: receipt, sku: 'T' }]);
    expect(found(proof, 'balance_differs')).toMatchObject([{ sequence: receipt, sku: 'T', node: 'WH' }]);
    expect(found(proof, 'event_changed')).toMatchObject([{ sequence: receipt }]);
    expect(found(proof, 'day_differs')).toMatchObject([{ sku: 'T', node: 'WH' }]);
  });

  test('when something occurred', async () => {
    await tamper(
      `UPDATE posting SET occurred_at = occurred_at - INTERVAL '1 second' WHERE sequence = ${receipt}`,
    );
    expect(found(await proveAll(), 'event_changed')).toMatchObject([{ sequence: receipt }]);
  });

  test('when something was recorded', async () => {
    await tamper(
      `UPDATE posting SET recorded_at = recorded_at - INTERVAL '1 second' WHERE sequence = ${placed}`,
    );
    const proof = await proveAll();
    expect(found(proof, 'event_changed')).toMatchObject([{ sequence: placed, node: 'WH' }]);
  });

  test('a running balance', async () => {
    await tamper(`UPDATE posting SET committed = committed + 1 WHERE sequence = ${placed}`);
    const proof = await proveAll();
    // Where it begins, and where it ends.
    expect(found(proof, 'balance_differs')[0]).toMatchObject({ sequence: placed, sku: 'T', node: 'WH' });
    expect(found(proof, 'balance_differs')).toHaveLength(2);
  });

  test('a position, which a rebuild repairs', async () => {
    await tamper(
      `UPDATE position SET available = available + 5 WHERE sku = 'T' AND node = 'D2'`,
      `UPDATE position SET committed = committed + 1 WHERE sku = 'T' AND node = 'WH'`,
      `DELETE FROM position WHERE sku = 'other'`,
    );
    const proof = await proveAll();
    expect(found(proof, 'position_differs')).toMatchObject(
      [
        { sku: 'T', node: 'D2' },
        { sku: 'T', node: 'WH' },
        { sku: 'other', node: 'WH' },
      ].sort((a, b) => bucketOf(a.sku) - bucketOf(b.sku)),
    );
    expect(found(proof, 'committed_differs')).toMatchObject([{ sku: 'T', node: 'WH' }]);
    const rebuilt = await rebuildBalances(ledger.pool);
    expect(rebuilt.positions.map(({ sku, node }) => `${sku} ${node}`)).toEqual(['T D2', 'T WH', 'other WH']);
    expect((await proveAll()).findings).toEqual([]);
    await expect(rebuildBalances(ledger.pool)).resolves.toEqual({ positions: [] });
  });

  test('a deleted event whose postings are left', async () => {
    await tamper(`DELETE FROM inventory_event WHERE sequence = ${placed}`);
    const proof = await proveAll();
    expect(found(proof, 'event_missing')).toMatchObject([
      { sequence: placed, sku: 'T', node: 'WH' },
      { detail: expect.stringContaining('seal 2: 11 events were sealed, 10 are there') },
    ]);
  });

  test('a deleted event with its postings', async () => {
    await tamper(
      `DELETE FROM inventory_event WHERE sequence = ${placed}`,
      `DELETE FROM posting WHERE sequence = ${placed}`,
    );
    const proof = await proveAll();
    expect(found(proof, 'event_missing')).toMatchObject([{ bucket }]);
    expect(found(proof, 'posting_missing')).toMatchObject([{ sku: 'T', node: 'WH' }]);
  });

  test('an event added within what is sealed', async () => {
    await tamper(
      `INSERT INTO inventory_event
       SELECT bucket, sku, sequence + 1000000, xid, source, 'forged', type, quantity, occurred_at, recorded_at, actor,
         content, hash, digest, refusal, detail, shortfall FROM inventory_event WHERE sequence = ${placed}`,
    );
    const proof = await proveAll();
    expect(found(proof, 'event_changed')).toMatchObject([
      { sequence: placed + 1_000_000 },
      { sequence: placed + 1_000_000 },
    ]);
    // It sorts behind the last event of its transaction: into the next stretch or the open end.
    expect(proof.balanced).toBe(false);
  });

  test('an event added in a bucket that was never sealed', async () => {
    const sku =
      ['x1', 'x2', 'x3'].find((each) => ![bucket, bucketOf('other')].includes(bucketOf(each))) ?? '';
    await tamper(
      `INSERT INTO inventory_event
       SELECT ${bucketOf(sku)}, '${sku}', 0, xid, source, 'forged', type, quantity, occurred_at, recorded_at, actor,
         content, hash, digest, refusal, detail, shortfall FROM inventory_event WHERE sequence = ${receipt}`,
    );
    expect(found(await proveAll(), 'event_added')).toMatchObject([{ sku, sequence: 0 }]);
  });

  test('two events whose numbers were exchanged', async () => {
    const swap = (table: string) =>
      `UPDATE ${table} SET sequence = CASE sequence WHEN ${placed} THEN -1 ELSE ${placed} END
       WHERE sequence IN (${placed}, ${next})`;
    const settle = (table: string) => `UPDATE ${table} SET sequence = ${next} WHERE sequence = -1`;
    await tamper(
      `UPDATE inventory_event SET sequence = -1 WHERE sequence = ${placed}`,
      `UPDATE inventory_event SET sequence = ${placed} WHERE sequence = ${next}`,
      settle('inventory_event'),
      swap('posting'),
      settle('posting'),
    );
    const proof = await proveAll();
    expect(
      found(proof, 'event_changed')
        .map(({ sequence }) => sequence)
        .sort(),
    ).toEqual([placed, next]);
  });

  test('two events whose places in the commit order were exchanged', async () => {
    const { rows } = await ledger.pool.query<{ xid: string }>(
      'SELECT xid FROM inventory_event WHERE sequence IN ($1, $2) ORDER BY sequence',
      [placed, next],
    );
    const [first, second] = rows.map(({ xid }) => xid);
    expect(first).not.toBe(second);
    const swap = (table: string) =>
      `UPDATE ${table} SET xid = CASE sequence WHEN ${placed} THEN ${second} ELSE ${first} END
       WHERE sequence IN (${placed}, ${next})`;
    await tamper(swap('inventory_event'), swap('posting'));
    expect(found(await proveAll(), 'seal_differs')).toMatchObject([
      { bucket, detail: expect.stringContaining(`${placed} (T)`) },
    ]);
  });

  test.each([
    ["a seal's root", `UPDATE seal SET root = sha256('x') WHERE seal = 1`],
    ["a seal's place", `UPDATE seal SET sealed_at = sealed_at - INTERVAL '1 day' WHERE seal = 2`],
    ['a missing seal', 'DELETE FROM seal WHERE seal = 1'],
    ['the last seal cut off', 'DELETE FROM seal WHERE seal = 2'],
    ["a bucket's sealed hash", `UPDATE seal_bucket SET hash = sha256('x') WHERE seal = 1`],
    ["a bucket's count", `UPDATE seal_bucket SET events = events + 1 WHERE seal = 1`],
    ["a bucket's seal gone", `DELETE FROM seal_bucket WHERE bucket = ${bucket} AND seal = 2`],
  ])('%s', async (_, sql) => {
    await tamper(sql);
    expect(found(await proveAll(), 'seal_broken').length).toBeGreaterThan(0);
  });

  test('history sealed anew with another key', async () => {
    await tamper(
      'DELETE FROM seal',
      'DELETE FROM seal_bucket',
      `DELETE FROM consumer_cursor WHERE consumer = 'seal_events'`,
    );
    const forger = startSealing({ pool: ledger.pool, poll_ms: 5, secretKey: 'a guess' });
    await eventually(async () => {
      const { rows } = await ledger.pool.query(
        'SELECT events_total::int AS sealed FROM seal ORDER BY seal DESC',
      );
      expect(rows[0]?.sealed).toBe(14);
    });
    await forger.stop();
    expect(found(await proveAll(), 'seal_broken')).toMatchObject([
      { detail: expect.stringContaining('seal 1') },
    ]);
  });

  test.each([
    [
      'order_line_differs',
      `UPDATE order_line SET shipped_counted = shipped_counted + 1 WHERE order_id = 'o1'`,
    ],
    ['order_line_differs', `UPDATE order_line SET waiting = NULL WHERE order_id = 'early'`],
    ['head_differs', `UPDATE ledger_head SET backordered = backordered + 1 WHERE sku = 'T'`],
    ['head_differs', `UPDATE reservation SET held = held - 1`],
    ['committed_differs', `UPDATE transfer_line SET held = held + 1`],
    ['incoming_differs', `UPDATE transfer_line SET in_transit = in_transit + 1`],
    ['day_differs', `UPDATE position_day SET available_delta = available_delta + 1 WHERE sku = 'other'`],
  ])('%s by %s', async (kind, sql) => {
    await tamper(sql);
    expect(found(await proveAll(), kind).length).toBeGreaterThan(0);
  });

  test('a finding is told by the rolling proof without waiting for its round', async () => {
    await tamper(`UPDATE position SET available = available + 5 WHERE sku = 'T' AND node = 'D2'`);
    const told: Proof[] = [];
    const rolling = startRollingProof({
      pool: ledger.pool,
      secretKey,
      interval_ms: 0,
      rest_factor: 0,
      onResult: (proof) => told.push(proof),
    });
    await eventually(async () => expect(told.length).toBeGreaterThanOrEqual(2), 50_000);
    await rolling.stop();
    expect(found(told[0] ?? (await proveAll()), 'position_differs')).toMatchObject([
      { sku: 'T', node: 'D2' },
    ]);
  });
});

test('the proof that is asked for is shared, and kept for a moment', async () => {
  await ledger.pool.query('DELETE FROM proof_run');
  const asked = await Promise.all([1, 2, 3].map(() => readProof({ pool: ledger.pool, secretKey })));
  expect(new Set(asked.map(({ checkedAt }) => checkedAt)).size).toBe(1);
  expect(await readProof({ pool: ledger.pool, secretKey })).toEqual(asked[0]);
  const { rows } = await ledger.pool.query('SELECT count(*)::int AS runs FROM proof_run');
  expect(rows[0]?.runs).toBe(1);
});
