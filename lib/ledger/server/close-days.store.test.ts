import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startClosingDays } from './close-days';
import type { Consumer } from './consume';
import { createTestLedger, eventually, type TestLedger } from './test-ledger';

let ledger: TestLedger;
let closing: Consumer;

beforeAll(async () => {
  ledger = await createTestLedger();
  closing = startClosingDays({ pool: ledger.pool, notifications: null, poll_ms: 10 });
});
afterAll(async () => {
  await closing.stop();
  await ledger.drop();
});

async function caughtUp(): Promise<void> {
  await eventually(async () => {
    const { rows } = await ledger.pool.query<{ behind: string }>(
      `SELECT count(*) AS behind FROM inventory_event e LEFT JOIN consumer_cursor c ON c.consumer = 'close_days'
       WHERE (e.xid, e.sequence) > (coalesce(c.xid, 0), coalesce(c.sequence, 0))`,
    );
    expect(rows[0]?.behind).toBe('0');
  });
}

async function demand(sku: string) {
  await caughtUp();
  const { rows } = await ledger.pool.query(
    `SELECT channel, node, day::text, units::int FROM demand_day WHERE sku = $1 ORDER BY channel, node, day`,
    [sku],
  );
  return rows;
}

const order = { channel: 'web', order: 'o1', line: '1' };

describe('demand by day', () => {
  test('counts what was ordered where it was sourced, what was short, and takes nothing back', async () => {
    await ledger.addSku('A');
    await ledger.post(
      { type: 'receipt', sku: 'A', quantity: 3, node: 'WH' },
      { type: 'receipt', sku: 'A', quantity: 1, node: 'D1' },
      { type: 'order_placed', sku: 'A', quantity: 6, ...order, occurredAt: '2026-02-01T23:59:59Z' },
      { type: 'order_cancelled', sku: 'A', quantity: 1, ...order, occurredAt: '2026-02-02T10:00:00Z' },
      {
        type: 'order_shipped',
        sku: 'A',
        quantity: 3,
        ...order,
        node: 'WH',
        occurredAt: '2026-02-03T10:00:00Z',
      },
    );
    expect(await demand('A')).toEqual([
      { channel: 'web', node: '', day: '2026-02-01', units: 2 },
      { channel: 'web', node: 'D1', day: '2026-02-01', units: 1 },
      { channel: 'web', node: 'WH', day: '2026-02-01', units: 3 },
    ]);
  });

  test('counts by snapshots what each one adds, shipped at once or not', async () => {
    await ledger.addSku('B');
    const snapshot = { type: 'order_snapshot', sku: 'B', ...order, cancelled: 0, returned: 0 };
    await ledger.post(
      { type: 'receipt', sku: 'B', quantity: 20, node: 'WH' },
      { ...snapshot, ordered: 3, shipped: 0, occurredAt: '2026-02-01T10:00:00Z' },
      { ...snapshot, ordered: 5, shipped: 3, occurredAt: '2026-02-02T10:00:00Z' },
      { ...snapshot, ordered: 5, shipped: 5, occurredAt: '2026-02-03T10:00:00Z' },
    );
    expect(await demand('B')).toEqual([
      { channel: 'web', node: 'WH', day: '2026-02-01', units: 3 },
      { channel: 'web', node: 'WH', day: '2026-02-02', units: 2 },
    ]);
  });

  test('counts an order once that was reserved before', async () => {
    await ledger.addSku('C');
    await ledger.post(
      { type: 'receipt', sku: 'C', quantity: 20, node: 'WH' },
      { type: 'reserved', sku: 'C', quantity: 4, reservation: 'r1', ...order },
      { type: 'order_placed', sku: 'C', quantity: 4, ...order, node: 'WH' },
    );
    expect(await demand('C')).toEqual([{ channel: 'web', node: 'WH', day: '2026-03-01', units: 4 }]);
  });
});

test('the closing balances are those of the last posting recorded on the day', async () => {
  await ledger.addSku('D');
  for (let count = 0; count < 5; count++)
    await ledger.post({
      type: 'receipt',
      sku: 'D',
      quantity: 2,
      node: 'WH',
      occurredAt: '2026-01-05T00:00:00Z',
    });
  await caughtUp();
  const { rows } = await ledger.pool.query(
    `SELECT sum(available_delta)::int AS moved, max(closing_version)::int AS version,
       max(closing_available)::int AS available FROM position_day WHERE sku = 'D'`,
  );
  expect(rows).toEqual([{ moved: 10, version: 5, available: 10 }]);
});
