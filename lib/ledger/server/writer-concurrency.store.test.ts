import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { EventResult, InventoryEvent } from '../events';
import { LedgerInMemory } from '../ledger-in-memory';
import { cancelled, placed, receipt, reserved, shipped } from '../test-book';
import { randomOf } from '../test-random';
import { prove } from './prove';
import { createTestLedger, eventually, type TestLedger } from './test-ledger';
import { createLedgerWriter, type LedgerWriter } from './writer';

// Tens of thousands of durable events: some seconds on a free machine, more on a crowded one.
vi.setConfig({ testTimeout: 240_000 });

let database: TestLedger;
const opened: LedgerWriter[] = [];

/** Writers with lanes of their own, as in as many processes. */
function writers(count: number): LedgerWriter[] {
  const made = Array.from({ length: count }, () =>
    createLedgerWriter({
      connectionString: database.url,
      loadKeptBack: async (keys) => keys.map(() => 0),
    }),
  );
  opened.push(...made);
  return made;
}

beforeAll(async () => {
  database = await createTestLedger();
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((writer) => writer.close()));
});

/** Balances, claims, counters and hashes of all that was written so far add up. */
async function expectProven(): Promise<void> {
  const [events] = await numbers('SELECT count(*) FROM inventory_event');
  const proof = await prove({ pool: database.pool, secretKey: 'of a test' });
  expect(proof.findings).toEqual([]);
  expect(proof.events).toBe(events);
}

afterAll(() => database.drop());

/** Deterministic, so that a failure can be looked at again. */
function shuffled<T>(list: readonly T[], seed: number): T[] {
  const random = randomOf(seed);
  return list
    .map((value) => ({ value, at: random() }))
    .sort((a, b) => a.at - b.at)
    .map(({ value }) => value);
}

async function numbers(sql: string, values: unknown[] = []): Promise<number[]> {
  const { rows } = await database.pool.query({ text: sql, values, rowMode: 'array' });
  return (rows[0] ?? []).map(Number);
}

const turn = <T>(list: readonly T[], index: number): T => {
  const one = list[index % list.length];
  if (one === undefined) throw new RangeError('an empty list');
  return one;
};

describe('several writers at once', () => {
  test('post the same events in different orders, with duplicates: each counts once', async () => {
    const skus = Array.from({ length: 20 }, (_, index) => `same-${index}`);
    for (const sku of skus) await database.addSku(sku);
    const stock = skus.map((sku) => database.event({ ...receipt(10_000), sku }));
    const orders = Array.from({ length: 500 }, (_, index) => {
      const of = { sku: turn(skus, index), line: `${index % 3}` };
      return [
        placed(`o${index}`, 4, of),
        placed(`o${index}`, 1, of),
        cancelled(`o${index}`, 2, of),
        shipped(`o${index}`, 2, of),
      ];
    }).flatMap((events) => events.map((fields) => database.event(fields)));
    const pair = writers(2);
    await turn(pair, 0).post(stock, 'tester');
    const answers = await Promise.all(
      pair.flatMap((writer, index) => {
        const events = shuffled(
          orders.flatMap((event, at) => (at % 5 === 0 ? [event, event] : [event])),
          index + 1,
        );
        return events.map((event) => writer.post([event], 'tester'));
      }),
    );
    const byId = new Map<string, EventResult[]>();
    for (const answer of answers.flat()) byId.set(answer.id, [...(byId.get(answer.id) ?? []), answer]);
    expect(byId.size).toBe(2_000);
    for (const same of byId.values()) {
      expect(same.filter(({ status }) => status === 'applied')).toHaveLength(1);
      expect(new Set(same.map(({ sequence }) => sequence)).size).toBe(1);
    }
    const memory = new LedgerInMemory({ skus, nodes: ['WH', 'D1'], channels: { web: ['WH', 'D1'] } });
    memory.post([...stock, ...orders], 'tester', new Date().toISOString());
    for (const sku of skus) {
      const { available, committed } = memory.balances(sku, 'WH');
      expect(
        await numbers('SELECT available, committed FROM position WHERE sku = $1 AND node = $2', [sku, 'WH']),
      ).toEqual([available, committed]);
    }
    expect(await numbers('SELECT count(*) FROM inventory_event WHERE sku = ANY($1)', [skus])).toEqual([
      2_020,
    ]);
  });

  test('sell 30,000 orders on 10,000 units: 10,000 committed, 20,000 waiting, none lost', async () => {
    await database.addSku('hot');
    const lanes = writers(4);
    await turn(lanes, 0).post([database.event({ ...receipt(10_000), sku: 'hot' })], 'tester');
    const orders = Array.from({ length: 30_000 }, (_, index) =>
      database.event({ ...placed(`h${index}`, 1), sku: 'hot' }),
    );
    const answers = await Promise.all(
      orders.flatMap((event, index) => {
        const first = turn(lanes, index).post([event], 'tester');
        // Every tenth is sent again, elsewhere, before its answer came.
        return index % 10 === 0 ? [first, turn(lanes, index + 1).post([event], 'again')] : [first];
      }),
    );
    const status = (wanted: EventResult['status']) =>
      answers.flat().filter((result) => result.status === wanted);
    expect([status('applied').length, status('duplicate').length]).toEqual([30_000, 3_000]);
    expect(status('applied').filter(({ shortfall }) => shortfall === 1)).toHaveLength(20_000);
    expect(
      await numbers(`SELECT available, committed FROM position WHERE sku = 'hot' AND node = 'WH'`),
    ).toEqual([0, 10_000]);
    expect(
      await numbers(`SELECT count(*), sum(backordered), count(*) FILTER (WHERE claims = '{"WH": 1}')
        FROM order_line WHERE sku = 'hot'`),
    ).toEqual([30_000, 20_000, 10_000]);
    expect(
      await numbers(`SELECT backordered, (SELECT sum(units) FROM oversell_incident WHERE sku = 'hot')
        FROM ledger_head WHERE sku = 'hot'`),
    ).toEqual([20_000, 20_000]);
  });

  test('reserve 5,000 orders of several SKUs: all lines or none, and no deadlock', async () => {
    const skus = Array.from({ length: 40 }, (_, index) => `many-${index}`);
    for (const sku of skus) await database.addSku(sku);
    const lanes = writers(4);
    await turn(lanes, 0).post(
      skus.map((sku) => database.event({ ...receipt(200), sku })),
      'tester',
    );
    const orders = Array.from({ length: 5_000 }, (_, index) =>
      shuffled(skus, index + 1)
        .slice(0, 1 + (index % 4))
        .map((sku, line) =>
          database.event({ ...reserved(`m${index}`, 1 + (index % 3), { line: `${line}` }), sku }),
        ),
    );
    const answers = await Promise.all(orders.map((lines, index) => turn(lanes, index).post(lines, 'tester')));
    const whole = answers.filter((lines) => lines.every(({ status }) => status === 'applied')).length;
    const none = answers.filter((lines) => lines.every(({ status }) => status === 'refused')).length;
    expect(whole + none).toBe(5_000);
    expect(Math.min(whole, none)).toBeGreaterThan(500);
    expect(
      await numbers(
        `SELECT sum(committed), sum(available) + sum(committed), (SELECT sum(held) FROM reservation WHERE sku = ANY($1)),
          (SELECT sum(reserved) FROM ledger_head WHERE sku = ANY($1)) FROM position WHERE sku = ANY($1)`,
        [skus],
      ),
    ).toEqual(
      ((units) => [units, 40 * 200, units, units])(
        orders
          .filter((_, index) => answers[index]?.[0]?.status === 'applied')
          .flat()
          .reduce((sum, event) => sum + ('quantity' in event ? event.quantity : 0), 0),
      ),
    );
    await expectProven();
    await database.pool.query('SELECT pg_stat_force_next_flush()');
    expect(
      await numbers('SELECT deadlocks FROM pg_stat_database WHERE datname = current_database()'),
    ).toEqual([0]);
  });
});

describe('one id for two SKUs, told to two writers at once', () => {
  test('is taken once and refused once, in whatever order the batches meet', async () => {
    for (const sku of ['one-id-0', 'one-id-1']) await database.addSku(sku);
    const pair = writers(2);
    const ids = Array.from({ length: 600 }, (_, index) => `one-id-${index}`);
    const answers = await Promise.all(
      pair.map((writer, index) =>
        writer.post(
          (index === 0 ? ids : [...ids].reverse()).map((id) =>
            database.event({ ...receipt(1), sku: `one-id-${index}`, id }),
          ),
          'tester',
        ),
      ),
    );
    const [first = [], second = []] = answers;
    expect(first.length + second.length).toBe(1_200);
    const counts = new Map<string, number>();
    for (const { status, code } of answers.flat())
      counts.set(code ?? status, (counts.get(code ?? status) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({ applied: 600, idempotency_mismatch: 600 });
    expect(await numbers(`SELECT sum(available) FROM position WHERE sku LIKE 'one-id-%'`)).toEqual([600]);
  });
});

describe('the catalogue', () => {
  test('is seen as it is by the very next batch, after its version has moved', async () => {
    await database.addSku('moving');
    const [writer] = writers(1);
    const post = async (fields: Record<string, unknown>) =>
      (await writer?.post([database.event({ sku: 'moving', ...fields })], 'tester'))?.[0];
    const sold = (order: string) => placed(order, 1, { channel: 'new' });
    expect(await post(receipt(5, 'NEW'))).toMatchObject({ code: 'unknown_node' });
    expect(await post(sold('n1'))).toMatchObject({ code: 'unknown_channel' });
    await database.pool.query(`
      INSERT INTO stock_node (node, name, kind) VALUES ('NEW', 'New', 'store');
      INSERT INTO channel (channel, name, kind) VALUES ('new', 'New', 'webshop');
      INSERT INTO channel_source (channel, node, rank) VALUES ('new', 'WH', 0);
      UPDATE catalog_version SET version = version + 1;`);
    expect(await post(receipt(5, 'NEW'))).toMatchObject({ status: 'applied' });
    expect(await post(sold('n1'))).toMatchObject({ status: 'applied', shortfall: 1 });
    await database.pool.query(`
      INSERT INTO channel_source (channel, node, rank) VALUES ('new', 'NEW', 1);
      UPDATE catalog_version SET version = version + 1;`);
    const second = await post(sold('n2'));
    expect(second).toMatchObject({ status: 'applied' });
    expect(second?.shortfall).toBeUndefined();
    expect(await post({ ...receipt(5), sku: 'later' })).toMatchObject({ code: 'unknown_sku' });
    await database.addSku('later');
    expect(await post({ ...receipt(5), sku: 'later' })).toMatchObject({ status: 'applied' });
  });
});

describe('a connection that is lost again and again', () => {
  test('loses nothing that was acknowledged and doubles nothing', async () => {
    const skus = ['lost-0', 'lost-1', 'lost-2'];
    for (const sku of skus) await database.addSku(sku);
    const pair = writers(2);
    const events = Array.from({ length: 4_000 }, (_, index) =>
      database.event({ ...receipt(1), sku: turn(skus, index) }),
    );
    let acknowledged = 0;
    let cut = 0;
    const cutConnections = async () => {
      const [count] =
        await numbers(`SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'truecount-lane' AND datname = current_database()`);
      cut += count ?? 0;
    };
    // A few hundred callers at a time, each with one event after the other, and a cut at every 200 answers.
    const queue = [...events];
    const answers: EventResult[] = [];
    const caller = async (writer: LedgerWriter) => {
      for (let event = queue.shift(); event !== undefined; event = queue.shift()) {
        answers.push(...(await writer.post([event], 'tester')));
        acknowledged += 1;
        if (acknowledged % 200 === 0) await cutConnections();
      }
    };
    await Promise.all(Array.from({ length: 200 }, (_, index) => caller(turn(pair, index))));
    expect(cut).toBeGreaterThan(10);
    // An answer that was lost on its way is given again, as a duplicate.
    expect(answers.filter(({ status }) => status === 'refused')).toEqual([]);
    expect(new Set(answers.map(({ sequence }) => sequence)).size).toBe(4_000);
    expect(
      await numbers(
        `SELECT (SELECT count(*) FROM inventory_event WHERE sku = ANY($1)), sum(available), sum(version)
         FROM position WHERE sku = ANY($1)`,
        [skus],
      ),
    ).toEqual([4_000, 4_000, 4_000]);
    await expectProven();
  });
});

describe('a flush that is lost', () => {
  test('leaves what was committed before it an answer of its own, not one of a duplicate', async () => {
    for (let index = 0; index < 40; index++) await database.addSku(`flush-${index}`);
    const [writer] = writers(1);
    if (writer === undefined) throw new Error('no writer');
    let cut = 0;
    const cutFlushes = async () => {
      const [count] =
        await numbers(`SELECT count(*) FILTER (WHERE pg_terminate_backend(pid)) FROM pg_stat_activity
        WHERE application_name = 'truecount-lane' AND datname = current_database() AND query LIKE '%emit_message%'`);
      cut += count ?? 0;
    };
    const answers: EventResult[] = [];
    const caller = async (index: number) => {
      for (let call = 0; call < 10; call++) {
        const events = Array.from({ length: 20 }, () =>
          database.event({ ...receipt(1), sku: `flush-${index}` }),
        );
        answers.push(...(await writer.post(events, 'tester')));
        if (answers.length % 400 === 0) await cutFlushes();
      }
    };
    await Promise.all(Array.from({ length: 40 }, (_, index) => caller(index)));
    expect(cut).toBeGreaterThan(5);
    expect(answers.filter(({ status }) => status !== 'applied')).toEqual([]);
    expect(
      await numbers(`SELECT count(*), sum(quantity) FROM inventory_event WHERE sku LIKE 'flush-%'`),
    ).toEqual([8_000, 8_000]);
    await expectProven();
  });
});

describe('a batch that fails', () => {
  test('is written again before the rest of its call is', async () => {
    await database.addSku('in-order');
    const [writer] = writers(1);
    if (writer === undefined) throw new Error('no writer');
    const of = (fields: Record<string, unknown>) =>
      database.event({ sku: 'in-order', node: 'WH', quantity: 1, ...fields });
    const before = of({ type: 'return_received' });
    // What is remembered of a SKU comes with the second batch.
    for (const event of [before, of({ type: 'return_received' })]) await writer.post([event], 'tester');

    // Three batches. The first fails, since one of its events was there before; the second, in which goods come back, is
    // held up by a look at an order until then, and fails for resting on the first; in the third they are inspected.
    const call = [
      ...Array.from({ length: 249 }, () => of({ type: 'receipt' })),
      before,
      database.event({ ...shipped('nobody-placed-it', 1), sku: 'in-order' }),
      ...Array.from({ length: 249 }, () => of({ type: 'return_received' })),
      ...Array.from({ length: 249 }, () => of({ type: 'return_inspected', disposition: 'available' })),
    ];
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('LOCK TABLE order_line IN ACCESS EXCLUSIVE MODE');
      const answers = writer.post(call, 'tester');
      await eventually(async () =>
        expect(
          await numbers(
            `SELECT count(*) FILTER (WHERE wait_event_type = 'Lock'), count(*) FILTER (WHERE state <> 'idle')
             FROM pg_stat_activity WHERE application_name = 'truecount-lane' AND datname = current_database()`,
          ),
        ).toEqual([1, 1]),
      );
      await client.query('COMMIT');
      const statuses = (await answers).map(({ status }) => status);
      expect(statuses.filter((status) => status !== 'applied')).toEqual(['duplicate']);
    } finally {
      client.release();
    }
    // What is inspected before it was received is put right from nowhere.
    expect(
      await numbers(
        `SELECT count(*), count(*) FILTER (WHERE adjustment_delta <> 0) FROM posting WHERE sku = 'in-order'`,
      ),
    ).toEqual([2 + 249 + 249 + 249, 0]);
    await expectProven();
  });
});

describe('an event that cannot be written', () => {
  /** Posts the events in one batch: the lane is held by a lock while they queue up. */
  async function together(writer: LedgerWriter, holder: string, events: readonly InventoryEvent[]) {
    const client = await database.pool.connect();
    try {
      await client.query('BEGIN');
      await client.query('SELECT 1 FROM ledger_head WHERE sku = $1 FOR UPDATE', [holder]);
      const first = writer.post([database.event({ ...receipt(1), sku: holder })], 'tester');
      const rest = events.map((event) => writer.post([event], 'tester'));
      const settled = Promise.allSettled(rest);
      await client.query('COMMIT');
      await first;
      return await settled;
    } finally {
      client.release();
    }
  }

  test.each([
    [
      'a balance that no number can hold',
      `UPDATE position SET available = 9223372036854775807 WHERE sku = $1`,
      receipt(1_000),
    ],
    [
      'a claim that its position does not have',
      `UPDATE position SET committed = 0 WHERE sku = $1`,
      shipped('o1', 1),
    ],
  ])('fails alone: %s', async (name, corrupt, fields) => {
    const [bad, good] = [`bad ${name}`, `good ${name}`];
    for (const sku of [bad, good]) await database.addSku(sku);
    const [writer] = writers(1);
    if (writer === undefined) throw new Error('no writer');
    await database.post({ ...receipt(5), sku: bad }, { ...placed('o1', 1), sku: bad });
    await database.pool.query(corrupt, [bad]);
    const results = await together(writer, good, [
      database.event({ ...receipt(1), sku: good }),
      database.event({ ...fields, sku: bad }),
      database.event({ ...receipt(1), sku: good }),
      database.event({ ...placed('o2', 2), sku: good }),
    ]);
    expect(results.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled', 'fulfilled']);
    expect(await numbers('SELECT available, committed FROM position WHERE sku = $1', [good])).toEqual([1, 2]);
    const again = await writer.post([database.event({ ...receipt(1), sku: good })], 'tester');
    expect(again).toMatchObject([{ status: 'applied' }]);
  });
});
