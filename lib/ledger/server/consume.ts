import type { ClientBase, Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import {
  type CommitPosition,
  type EventRange,
  type LoggedEvent,
  oldest_running_xid_sql,
  readEventRange,
  readEvents,
} from './commit-order';
import { getLedgerNotifications, type LedgerNotifications } from './ledger-notifications';

/** How often a consumer looks although nobody woke it: a lost notification delays, it never loses. */
export const poll_ms_default = 2_000;
/** How soon it looks again where something is committed but an older transaction is still running. */
const held_back_retry_ms_first = 5;
const error_backoff_ms_first = 100;
const error_backoff_ms_max = 30_000;

export interface ConsumerOptions {
  /** Names its cursor in consumer_cursor: never rename a consumer that has run. */
  name: string;
  pool: Pool;
  events_batch_max: number;
  poll_ms?: number;
  /** `null`: wake by the poll alone, for a consumer that wants few large batches. */
  notifications?: LedgerNotifications | null;
  /** Told of every failed batch; the batch is tried again with growing pauses for as long as it takes. */
  onError?: (error: unknown, consumer: string) => void;
}

export interface Consumer {
  /** Resolves when the batch in hand is done; nothing runs afterwards. */
  stop(): Promise<void>;
}

type Reader<Batch> = (
  client: ClientBase,
  after: CommitPosition,
  limit: number,
) => Promise<{ batch: Batch; until: CommitPosition; events: number } | null>;

/**
 * Follows the event log in commit order. `handle` gets at most `events_batch_max` events, never the same twice: it
 * runs in the one transaction that also advances the cursor, so a consumer that is killed repeats the batch as if
 * it had never been. Any number of processes may start it; one at a time works, the others stand by.
 */
export function startConsumer(
  options: ConsumerOptions & { handle: (client: PoolClient, events: LoggedEvent[]) => Promise<void> },
): Consumer {
  const read: Reader<LoggedEvent[]> = async (client, after, limit) => {
    const batch = await readEvents(client, after, limit);
    const last = batch.at(-1);
    if (last === undefined) return null;
    return { batch, until: { xid: last.xid, sequence: last.sequence }, events: batch.length };
  };
  return run(options, read, options.handle);
}

/** The same for set-based work: `handle` gets the stretch of the commit order instead of its events. */
export function startRangeConsumer(
  options: ConsumerOptions & { handle: (client: PoolClient, range: EventRange) => Promise<void> },
): Consumer {
  const read: Reader<EventRange> = async (client, after, limit) => {
    const batch = await readEventRange(client, after, limit);
    return batch === null ? null : { batch, until: batch.until, events: batch.events };
  };
  return run(options, read, options.handle);
}

type Outcome = 'more' | 'caught_up' | 'held_back';

function run<Batch>(
  options: ConsumerOptions,
  read: Reader<Batch>,
  handle: (client: PoolClient, batch: Batch) => Promise<void>,
): Consumer {
  const { name, pool, events_batch_max } = options;
  const poll = options.poll_ms ?? poll_ms_default;
  const report = options.onError ?? reportToStderr;
  let stopping = false;
  let woken = false;
  let wakeUp: (() => void) | undefined;

  const wake = () => {
    woken = true;
    wakeUp?.();
  };
  /** Waits until woken, at most `ms`. */
  const pause = (ms: number, deaf = false) =>
    new Promise<void>((resolve) => {
      if (stopping || (woken && !deaf)) return resolve();
      const done = () => {
        clearTimeout(timer);
        wakeUp = undefined;
        resolve();
      };
      const timer = setTimeout(done, ms);
      wakeUp = () => {
        if (stopping || !deaf) done();
      };
    });

  const step = async (): Promise<Outcome> => {
    const seen = await peek(pool, name);
    if (seen !== 'more') return seen;
    return withTransaction(pool, async (client) => {
      const after = await lockCursor(client, name);
      if (after === null) return 'caught_up';
      const found = await read(client, after, events_batch_max);
      if (found === null) return 'caught_up';
      await handle(client, found.batch);
      await advanceCursor(client, name, found.until);
      return found.events === events_batch_max ? 'more' : 'caught_up';
    });
  };

  const loop = async () => {
    let failures = 0;
    let heldBack = 0;
    while (!stopping) {
      woken = false;
      try {
        const outcome = await step();
        failures = 0;
        heldBack = outcome === 'held_back' ? heldBack + 1 : 0;
        if (outcome === 'more') continue;
        if (outcome === 'caught_up') await pause(poll);
        else await pause(Math.min(poll, held_back_retry_ms_first * 2 ** (heldBack - 1)));
      } catch (error) {
        failures += 1;
        report(error, name);
        await pause(Math.min(error_backoff_ms_max, error_backoff_ms_first * 2 ** (failures - 1)), true);
      }
    }
  };

  const notifications =
    options.notifications === undefined ? getLedgerNotifications() : options.notifications;
  const unsubscribe = notifications?.subscribe(wake);
  const running = loop();
  return {
    async stop() {
      stopping = true;
      unsubscribe?.();
      wakeUp?.();
      await running;
    },
  };
}

/**
 * Whether there is work, by one cheap read outside of any transaction: locking the cursor would write, and an idle
 * consumer should not. `held_back`: something is committed that an older transaction, still running, holds back.
 */
async function peek(pool: Pool, name: string): Promise<Outcome> {
  const { rows } = await pool.query<{ ready: boolean | null }>(
    `WITH at AS (SELECT xid, sequence FROM consumer_cursor WHERE consumer = $1)
     SELECT xid < ${oldest_running_xid_sql} AS ready FROM inventory_event
     WHERE (xid, sequence) > (coalesce((SELECT xid FROM at), 0), coalesce((SELECT sequence FROM at), 0))
     ORDER BY xid, sequence LIMIT 1`,
    [name],
  );
  const next = rows[0];
  if (next === undefined) return 'caught_up';
  return next.ready === true ? 'more' : 'held_back';
}

/** Takes the cursor for this transaction; null where another process has it. */
async function lockCursor(client: PoolClient, name: string): Promise<CommitPosition | null> {
  const lock = () =>
    client.query<{ xid: string; sequence: string }>(
      'SELECT xid, sequence FROM consumer_cursor WHERE consumer = $1 FOR UPDATE SKIP LOCKED',
      [name],
    );
  let { rows } = await lock();
  if (rows.length === 0) {
    await client.query('INSERT INTO consumer_cursor (consumer) VALUES ($1) ON CONFLICT DO NOTHING', [name]);
    ({ rows } = await lock());
  }
  const cursor = rows[0];
  return cursor === undefined ? null : { xid: Number(cursor.xid), sequence: Number(cursor.sequence) };
}

async function advanceCursor(client: PoolClient, name: string, until: CommitPosition): Promise<void> {
  await client.query(
    'UPDATE consumer_cursor SET xid = $2, sequence = $3, updated_at = now() WHERE consumer = $1',
    [name, until.xid, until.sequence],
  );
}

function reportToStderr(error: unknown, consumer: string): void {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  process.stderr.write(`consumer ${consumer}: ${message}\n`);
}
