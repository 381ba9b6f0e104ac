import type { Client } from 'pg';
import { targets_consumer } from '@/lib/allocation/server/escrow/to-sell';
import { connectDirect } from '@/lib/db/client';
import { startConsumer } from '@/lib/ledger/server/consume';
import {
  createLedgerNotifications,
  type LedgerNotifications,
} from '@/lib/ledger/server/ledger-notifications';
import { followPolicies } from './follow-policies';
import type { ChannelDeps } from './load-connector';
import { maintainOutbox } from './maintain-outbox';
import { markDueRights } from './mark-due-rights';
import { outbox_notification } from './mark-listings-dirty';
import { pollOrders } from './poll-orders';
import { pushListings } from './push-listings';
import { readBack } from './read-back';
import { bookInRights, recomputeTargets, skus_planned_max, type TargetPolicy } from './recompute-targets';
import { retryInbox } from './retry-inbox';
import { type Loop, startLoop, stepFailures } from './start-loop';
import { takeDirtySkus } from './take-dirty-skus';

/**
 * Few enough that the transaction stays short, since other consumers wait for the oldest one running; enough that a
 * backlog is soon worked off: a batch costs by the SKUs in it, hardly by its events.
 */
const events_batch_max = 1_000;
/** How often is looked for what is due although nobody woke us. */
const look_ms = 1_000;
const inbox_every_ms = 15_000;
const policies_every_ms = 5_000;
const maintain_every_ms = 5 * 60_000;

export interface ChannelsOptions {
  /** Divides what may be sold over the listings; default: by the policies in force. */
  policy?: TargetPolicy;
  look_ms?: number;
  /** Wakes the consumer of the event log; default: the process's own listener. */
  ledgerNotifications?: LedgerNotifications;
  /** Opens a connection of its own for LISTEN. */
  connect?: () => Promise<Client>;
}

/**
 * Starts what runs between ledger and channels: targets behind every event and every change of the catalogue, pushes,
 * polls, read-backs and the inbox. Any number of processes may run it: of the event log's consumer one works at a time,
 * listings, polls and read-backs are taken one by one under leases, and what a process that dies had in hand is taken
 * up by another. `stop` waits for the requests that are out.
 */
export async function startChannels(
  deps: ChannelDeps,
  options: ChannelsOptions = {},
): Promise<{ stop(): Promise<void> }> {
  const { pool, log } = deps;
  const policy = options.policy ?? 'live';
  const every = options.look_ms ?? look_ms;
  const onError = stepFailures(log, 'channels');

  const consumer = startConsumer({
    name: targets_consumer,
    pool,
    events_batch_max,
    ...(options.ledgerNotifications === undefined ? {} : { notifications: options.ledgerNotifications }),
    onError: onError('channel_targets'),
    handle: async (client, events) => {
      const skus = events.filter((event) => event.refusal === null).map((event) => event.sku);
      const last = events.at(-1);
      const booking = { events, until: last ?? null };
      if (policy === 'live' && new Set(skus).size > skus_planned_max)
        await bookInRights(client, skus, booking);
      else await recomputeTargets(client, skus, policy, booking);
    },
  });
  let rightsDueMs = 0;
  const dirty = startLoop(
    every,
    async () => {
      // What became due waits for the next look, not for every batch of marks.
      if (policy === 'live' && performance.now() >= rightsDueMs) {
        rightsDueMs = performance.now() + every;
        await markDueRights(pool);
      }
      return (await takeDirtySkus(pool, policy)) > 0;
    },
    onError('dirty_skus'),
  );
  const workers = new Map<string, ChannelWorker>();
  const channels = startLoop(
    every,
    async () => {
      await followChannels(deps, workers, policy, every, onError);
      return false;
    },
    onError('channels'),
  );
  const inbox = startLoop(
    inbox_every_ms,
    async () => {
      await retryInbox(deps);
      return false;
    },
    onError('inbox'),
  );
  const policies = startLoop(
    policies_every_ms,
    async () => (await followPolicies(pool)) > 0,
    onError('dated_policies'),
  );
  const maintenance = startLoop(
    maintain_every_ms,
    async () => {
      await maintainOutbox(pool);
      return false;
    },
    onError('outbox_maintenance'),
  );

  const outbox = createLedgerNotifications(options.connect ?? connectDirect, outbox_notification);
  const unsubscribe = outbox.subscribe(() => {
    dirty.wake();
    channels.wake();
    inbox.wake();
    for (const worker of workers.values()) worker.wake();
  });

  return {
    async stop() {
      unsubscribe();
      await Promise.all([
        consumer.stop(),
        dirty.stop(),
        channels.stop(),
        inbox.stop(),
        policies.stop(),
        maintenance.stop(),
      ]);
      await Promise.all([...workers.values()].map((worker) => worker.stop()));
      await outbox.close();
    },
  };
}

/** The loops of one channel: what one waits for does not hold up the others, nor another channel. */
interface ChannelWorker {
  /** Of the channel's row, when its configuration was last looked at. */
  version: number;
  /** Looks for pushes at once. */
  wake(): void;
  /** Looks for polls and read-backs at once. */
  listen(): void;
  stop(): Promise<void>;
}

/** Starts loops for channels that have got a connector, and ends those of channels that have lost theirs. */
async function followChannels(
  deps: ChannelDeps,
  workers: Map<string, ChannelWorker>,
  policy: TargetPolicy,
  every_ms: number,
  onError: (part: string) => (error: unknown) => void,
): Promise<void> {
  await deps.pool.query(
    `INSERT INTO channel_sync (channel)
     SELECT channel FROM channel c WHERE connector <> 'none'
       AND NOT EXISTS (SELECT 1 FROM channel_sync y WHERE y.channel = c.channel)
     ON CONFLICT DO NOTHING`,
  );
  const { rows } = await deps.pool.query<{ channel: string; version: number }>(
    `SELECT channel, version FROM channel WHERE connector <> 'none'`,
  );
  const wanted = new Set(rows.map((row) => row.channel));
  for (const { channel, version } of rows) {
    const known = workers.get(channel);
    if (known === undefined)
      workers.set(channel, startChannel(deps, channel, version, policy, every_ms, onError));
    else if (known.version !== version) {
      known.version = version;
      await endBackOff(deps, channel);
      known.wake();
      known.listen();
    }
  }
  for (const [channel, worker] of workers) {
    if (wanted.has(channel)) continue;
    workers.delete(channel);
    await worker.stop();
  }
}

/** A channel whose configuration was changed is tried at once: what was wrong may have been put right. */
async function endBackOff(deps: ChannelDeps, channel: string): Promise<void> {
  await deps.pool.query(
    `UPDATE channel_sync SET push_due_at = NULL, poll_due_at = least(poll_due_at, now()),
       audit_due_at = CASE WHEN failures > 0 OR connected_at IS NULL THEN now() ELSE audit_due_at END
     WHERE channel = $1`,
    [channel],
  );
}

function startChannel(
  deps: ChannelDeps,
  channel: string,
  version: number,
  policy: TargetPolicy,
  every_ms: number,
  onError: (part: string) => (error: unknown) => void,
): ChannelWorker {
  const push = startLoop(
    every_ms,
    async () => (await pushListings(deps, channel, policy)) === 'more',
    onError(`push ${channel}`),
  );
  const listen: Loop = startLoop(
    every_ms,
    async () => {
      if (await readBack(deps, channel, policy)) push.wake();
      await pollOrders(deps, channel);
      return false;
    },
    onError(`poll ${channel}`),
  );
  return {
    version,
    wake: () => push.wake(),
    listen: () => listen.wake(),
    async stop() {
      await Promise.all([push.stop(), listen.stop()]);
    },
  };
}
