import type { Client } from 'pg';
import { connectDirect } from '@/lib/db/client';

/** Sent by the writer after each commit, without a payload: it says "look again", never what happened. */
export const ledger_channel = 'truecount_ledger';

const reconnect_backoff_ms_first = 100;
const reconnect_backoff_ms_max = 10_000;

export interface LedgerNotifications {
  /** Calls `wake` after every commit to the ledger, and once after each (re)connect, since some may be missed. */
  subscribe(wake: () => void): () => void;
  /** Ends the connection for good. */
  close(): Promise<void>;
}

const key = Symbol.for('truecount.ledger-notifications');

/** The one listening connection of this process, shared by all consumers and streams. Connects at first use. */
export function getLedgerNotifications(): LedgerNotifications {
  const global = globalThis as { [key]?: LedgerNotifications };
  global[key] ??= createLedgerNotifications(connectDirect);
  return global[key];
}

/** Ends this process's listening connection, where there is one; the next use opens it anew. */
export async function closeLedgerNotifications(): Promise<void> {
  const global = globalThis as { [key]?: LedgerNotifications };
  const held = global[key];
  delete global[key];
  await held?.close();
}

/**
 * Listens on a connection of its own while anybody is subscribed. A lost connection is replaced with back-off for as
 * long as there are subscribers; nothing is missed, because every reconnect wakes them all and they read by cursor.
 */
export function createLedgerNotifications(
  connect: () => Promise<Client>,
  channel: string = ledger_channel,
): LedgerNotifications {
  const subscribers = new Set<() => void>();
  let client: Client | undefined;
  let connecting: Promise<void> | undefined;
  let retry: NodeJS.Timeout | undefined;
  let failures = 0;
  let closed = false;

  const wakeAll = () => {
    for (const wake of subscribers) wake();
  };

  const lose = (lost: Client) => {
    if (client !== lost) return;
    client = undefined;
    lost.end().catch(() => undefined);
    open();
  };

  const listen = async () => {
    const fresh = await connect();
    // A connection that breaks is an 'error' or an 'end' event; without a listener it would end the process.
    fresh.on('error', () => lose(fresh));
    fresh.on('end', () => lose(fresh));
    fresh.on('notification', wakeAll);
    client = fresh;
    await fresh.query(`LISTEN ${channel}`);
    failures = 0;
    if (closed || subscribers.size === 0) await end();
    else wakeAll();
  };

  const open = () => {
    if (closed || client !== undefined || connecting !== undefined || retry !== undefined) return;
    if (subscribers.size === 0) return;
    connecting = listen()
      .catch(async () => {
        failures += 1;
        await end();
        const backoff = Math.min(reconnect_backoff_ms_max, reconnect_backoff_ms_first * 2 ** (failures - 1));
        retry = setTimeout(() => {
          retry = undefined;
          open();
        }, backoff);
        retry.unref();
      })
      .finally(() => {
        connecting = undefined;
        // Somebody may have come, or the connection may have gone, while it was being made.
        open();
      });
  };

  const end = async () => {
    const held = client;
    client = undefined;
    await held?.end().catch(() => undefined);
  };

  return {
    subscribe(wake) {
      subscribers.add(wake);
      open();
      return () => {
        subscribers.delete(wake);
        if (subscribers.size === 0 && connecting === undefined) void end();
      };
    },
    async close() {
      closed = true;
      clearTimeout(retry);
      await connecting;
      await end();
    },
  };
}
