import { readPromised } from '@/lib/allocation/server/escrow/read-promised';
import { readSafetyStock } from '@/lib/availability/server/read-safety-stock';
import { getPool } from '@/lib/db/client';
import { readConfig } from '@/lib/db/config';
import { type CommitNotifier, createCommitNotifier } from '@/lib/ledger/server/notify-committed';
import { createLedgerWriter, type LedgerWriter } from '@/lib/ledger/server/writer';

const key = Symbol.for('truecount.ledger');

interface Held {
  writer: LedgerWriter;
  notifier: CommitNotifier;
}

/** Numbers of the write path, kept by whoever serves `/metrics`. */
export interface LedgerObserver {
  batch(events: number, durationMs: number): void;
}

const observers = Symbol.for('truecount.ledger-observers');

function observersHeld(): Set<LedgerObserver> {
  const global = globalThis as { [observers]?: Set<LedgerObserver> };
  global[observers] ??= new Set();
  return global[observers];
}

export function observeLedger(observer: LedgerObserver): void {
  observersHeld().add(observer);
}

/** The ledger's writer of this process: one lane, opened at first use. */
export function getLedger(): LedgerWriter {
  const global = globalThis as { [key]?: Held };
  global[key] ??= open();
  return global[key].writer;
}

function open(): Held {
  const { databaseUrl } = readConfig();
  if (databaseUrl === undefined) throw new Error('No database: the ledger needs DATABASE_URL.');
  const notifier = createCommitNotifier(databaseUrl);
  const writer = createLedgerWriter({
    connectionString: databaseUrl,
    loadKeptBack,
    loadPromised: (keys) => readPromised(getPool(), keys),
    committed(events, durationMs) {
      if (events > 0) notifier.notify();
      for (const observer of observersHeld()) observer.batch(events, durationMs);
    },
  });
  return { writer, notifier };
}

/** What requests may not touch at a node: its safety stock, and everything where it is closed for sale. */
export async function loadKeptBack(keys: readonly { sku: string; node: string }[]): Promise<number[]> {
  const keptBack = await readSafetyStock(getPool(), [...new Set(keys.map(({ sku }) => sku))]);
  return keys.map(({ sku, node }) => {
    const { safetyStock, sellable } = keptBack(sku, node);
    return sellable ? safetyStock : Number.MAX_SAFE_INTEGER;
  });
}

/** Takes no more events, lets what is waiting become durable, and lets go of the connections. */
export async function closeLedger(): Promise<void> {
  const global = globalThis as { [key]?: Held };
  const held = global[key];
  if (held === undefined) return;
  delete global[key];
  await held.writer.close();
  await held.notifier.close();
}
