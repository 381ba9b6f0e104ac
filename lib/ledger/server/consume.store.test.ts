import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDirect } from '@/lib/db/client';
import type { LoggedEvent } from './commit-order';
import { type Consumer, startConsumer } from './consume';
import { createLedgerNotifications, type LedgerNotifications } from './ledger-notifications';
import { createTestLedger, eventually, type TestLedger } from './test-ledger';

let ledger: TestLedger;
let notifications: LedgerNotifications;
const running: Consumer[] = [];

beforeAll(async () => {
  ledger = await createTestLedger();
  notifications = createLedgerNotifications(connectDirect);
  await ledger.addSku('A');
  await ledger.pool.query('CREATE TABLE seen (consumer TEXT, xid BIGINT, sequence BIGINT)');
});

afterAll(async () => {
  await Promise.all(running.map((consumer) => consumer.stop()));
  await notifications.close();
  await ledger.drop();
});

function consume(
  name: string,
  handle: (events: LoggedEvent[]) => Promise<void> = async () => undefined,
  poll_ms = 60_000,
): Consumer {
  const consumer = startConsumer({
    name,
    pool: ledger.pool,
    events_batch_max: 3,
    poll_ms,
    notifications,
    onError: () => undefined,
    async handle(client, events) {
      for (const { xid, sequence } of events)
        await client.query('INSERT INTO seen VALUES ($1, $2, $3)', [name, xid, sequence]);
      await handle(events);
    },
  });
  running.push(consumer);
  return consumer;
}

async function seenBy(name: string): Promise<number[]> {
  const { rows } = await ledger.pool.query<{ sequence: string }>(
    'SELECT sequence FROM seen WHERE consumer = $1 ORDER BY ctid',
    [name],
  );
  return rows.map(({ sequence }) => Number(sequence));
}

async function logged(): Promise<number[]> {
  const { rows } = await ledger.pool.query<{ sequence: string }>(
    'SELECT sequence FROM inventory_event ORDER BY xid, sequence',
  );
  return rows.map(({ sequence }) => Number(sequence));
}

const receipt = { type: 'receipt', sku: 'A', quantity: 1, node: 'WH' };

describe('a consumer', () => {
  test('gets every event once, in commit order, in batches, woken by the notification', async () => {
    await ledger.post(...Array.from({ length: 8 }, () => receipt));
    const sizes: number[] = [];
    consume('first', async (events) => void sizes.push(events.length));
    await eventually(async () => expect(await seenBy('first')).toEqual(await logged()));
    expect(Math.max(...sizes)).toBe(3);

    // Its poll is a minute away: only a notification can have woken it.
    const [added] = await ledger.post(receipt);
    await ledger.pool.query('NOTIFY truecount_ledger');
    await eventually(async () => expect((await seenBy('first')).at(-1)).toBe(added));
  });

  test('waits for an older transaction, so that what commits late is not passed over', async () => {
    const older = await ledger.pool.connect();
    try {
      await older.query('BEGIN');
      await older.query('SELECT pg_current_xact_id()');
      const before = await logged();
      const [late] = await ledger.post(receipt);
      consume('waiting', undefined, 10);
      await eventually(async () => expect(await seenBy('waiting')).toEqual(before));
      expect(await seenBy('waiting')).not.toContain(late);
      await older.query('COMMIT');
      await eventually(async () => expect(await seenBy('waiting')).toEqual([...before, late]));
    } finally {
      older.release();
    }
  });

  test('rolls a failed batch back whole and takes it again', async () => {
    let failures = 0;
    consume(
      'failing',
      async () => {
        failures += 1;
        if (failures <= 2) throw new Error('not now');
      },
      10,
    );
    await eventually(async () => expect(await seenBy('failing')).toEqual(await logged()));
    expect(failures).toBeGreaterThan(2);
  });

  test('works in one process at a time, and loses nothing when that one stops', async () => {
    const all = Array.from({ length: 12 }, () => receipt);
    const first = consume('shared', undefined, 10);
    consume('shared', undefined, 10);
    consume('shared', undefined, 10);
    await ledger.post(...all);
    await first.stop();
    await ledger.post(...all);
    await eventually(async () => expect(await seenBy('shared')).toEqual(await logged()));
  });

  test('goes on after its connections were cut', async () => {
    consume('cut');
    await eventually(async () => expect(await seenBy('cut')).toEqual(await logged()));
    await ledger.pool.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE datname = current_database() AND application_name = 'truecount-direct'`,
    );
    // Every reconnect wakes, so this comes through although the notification may have found nobody listening.
    await ledger.post(receipt);
    await ledger.pool.query('NOTIFY truecount_ledger');
    await eventually(async () => expect(await seenBy('cut')).toEqual(await logged()));
  });
});
