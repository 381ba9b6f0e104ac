import { setTimeout as wait } from 'node:timers/promises';
import { databaseErrorKind } from '@/lib/db/errors';
import { submit } from '../decide';
import type { EventResult, InventoryEvent, SubmittedEvent } from '../events';
import { groupEvents } from '../group-events';
import { CopyWriter } from './copy-writer';
import { keepSnapshots } from './keep-snapshots';
import { KnownState } from './known-state';
import { batch_events_max, Lane, type LaneItem, unavailable } from './lane';
import type { StatePorts } from './load-state';
import { Mutex } from './mutex';
import { NumberStock } from './number-stock';
import type { BatchBuffers } from './persist-decision';
import { type SentBatch, writeAhead } from './write-ahead';
import { type LedgerParticipant, writeBatch } from './write-batch';
import { type OpenConnections, WriterConnections } from './writer-connections';

/** A batch that collides with another process is written again this often. */
export const batch_attempts_max = 8;
/** How long a lost database is waited for before callers are told that the outcome is unknown. */
export const outage_ms_max = 15_000;
/** Another process got in between: the batch is made again from what it left. */
const collisions: ReadonlySet<string> = new Set(['conflict', 'unique', 'timeout']);
const backoff_first_ms = 5;
const backoff_ms_max = 500;

export interface LedgerWriterOptions extends StatePorts {
  connectionString: string;
  participants?: readonly LedgerParticipant[];
  /** Called after every commit with the number of events recorded: the place to notify consumers from. */
  committed?: (events: number, durationMs: number) => void;
}

export interface LedgerWriter {
  /**
   * Records events, in order, and resolves when they are durable; one result each. Lines of one order (or of one
   * reservation) within a call stand or fall together. Rejects with code `ledger_unavailable` where the database stays
   * out of reach or `ledger_overloaded` where too much is waiting: the same events may then be sent again.
   */
  post(events: readonly InventoryEvent[], actor: string): Promise<EventResult[]>;
  /** Events waiting for a batch. */
  readonly depth: number;
  close(): Promise<void>;
}

/** What a caller hands over: groups that stand or fall together. */
type Item = LaneItem<SubmittedEvent[][], EventResult[]>;

/** After a batch that fell on a key in use, so many look such keys up before. */
const cautious_batches = 32;

export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  const participants = [keepSnapshots, ...(options.participants ?? [])];
  const buffers: BatchBuffers[] = [];
  const numbers = new NumberStock();
  const mutex = new Mutex();
  const connections = new WriterConnections(options.connectionString);
  let known = new KnownState({ version: -1, nodes: new Set(), channels: new Map() });
  let cautious = 0;
  let recordedAtMs = 0;
  /** Everything sent and not answered yet, settled either way. */
  const inFlight = new Set<Promise<void>>();
  /** What was sent and failed, in the order in which it was sent: it is written again before anything later is. */
  const failed: (() => Promise<void>)[] = [];
  const lane = new Lane<SubmittedEvent[][], EventResult[]>((batch) => mutex.run(() => send(batch)));

  async function connected(): Promise<OpenConnections> {
    const { usable } = connections;
    if (usable !== null) return usable;
    await disconnect();
    return connections.connect();
  }

  async function disconnect(): Promise<void> {
    numbers.forget();
    known = new KnownState(known.catalog);
    await connections.close();
  }

  /** Sends a batch on what is remembered; where that does not do, writes it on what is read under its locks. */
  async function send(batch: Item[]): Promise<{ written: Promise<() => void> }> {
    const began = performance.now();
    if (failed.length > 0) await settleSent();
    const sent = await trySend(batch.flatMap((item) => item.input));
    if (sent === null) {
      await settleSent();
      return { written: Promise.resolve(await flush(batch, began)) };
    }
    const written = new Promise<() => void>((resolve) => {
      const settled = sent.durable
        .then(
          () => {
            options.committed?.(sent.recorded, performance.now() - began);
            resolve(() => hand(batch, sent.results));
          },
          (error) => {
            known.forget(skusOf(batch));
            if (databaseErrorKind(error) === 'unique') cautious = cautious_batches;
            failed.push(async () => resolve(await flush(batch, began, sent.results)));
            void mutex.run(settleSent);
          },
        )
        .finally(() => inFlight.delete(settled));
      inFlight.add(settled);
    });
    return { written };
  }

  /** Waits for everything that was sent, and writes what failed of it again. Nothing is sent meanwhile. */
  async function settleSent(): Promise<void> {
    await Promise.all(inFlight);
    for (let again = failed.shift(); again !== undefined; again = failed.shift()) await again();
  }

  async function trySend(groups: SubmittedEvent[][]): Promise<SentBatch | null> {
    // Nothing is known of the catalogue before the first batch.
    if (known.catalog.version < 0) return null;
    const own = buffers.pop() ?? newBuffers();
    let sent: SentBatch | null = null;
    try {
      const { lane: line, reader, durability } = await connected();
      sent = await writeAhead(
        {
          known,
          numbers,
          lane: line,
          reader,
          durability,
          buffers: own,
          participants,
          cautious: cautious > 0,
          isInOrder: () => failed.length === 0,
          recordedAfterMs: recordedAtMs,
        },
        groups,
      );
    } catch (error) {
      // Whatever it was, under the locks it shows again, and there it is dealt with; those before may still be written.
      await Promise.all(inFlight);
      if (databaseErrorKind(error) !== 'unavailable') await disconnect();
    }
    if (sent === null) {
      buffers.push(own);
      return null;
    }
    if (cautious > 0) cautious -= 1;
    recordedAtMs = sent.recordedAtMs;
    const free = () => buffers.push(own);
    sent.durable.then(free, free);
    return sent;
  }

  /** Writes a batch, again where it collided or the connection broke; throws what cannot be cured by trying again. */
  async function write(items: readonly Item[], began: number): Promise<EventResult[]> {
    const own = buffers.pop() ?? newBuffers();
    try {
      for (let attempt = 1; ; attempt++) {
        known.forget(skusOf(items));
        numbers.discard();
        try {
          const open = await connected();
          const groups = items.flatMap((item) => item.input);
          const { catalog } = known;
          const outcome = await writeBatch(
            open.lane,
            groups,
            catalog,
            options,
            participants,
            own,
            recordedAtMs,
          );
          if (outcome.catalog !== catalog) known = new KnownState(outcome.catalog);
          recordedAtMs = outcome.recordedAtMs;
          // What was there already may have been committed a moment ago by somebody who has not flushed it yet.
          if (outcome.recorded === 0) await open.durability.flush();
          options.committed?.(outcome.recorded, performance.now() - began);
          return outcome.results;
        } catch (error) {
          const lost = connections.usable === null || databaseErrorKind(error) === 'unavailable';
          // The connection goes with its transaction: what failed leaves nothing behind.
          await disconnect();
          await retryable(error, lost, attempt, began);
        }
      }
    } finally {
      buffers.push(own);
    }
  }

  /** Returns when it is worth trying again; throws otherwise. */
  async function retryable(error: unknown, lost: boolean, attempt: number, began: number): Promise<void> {
    if (lost) {
      if (performance.now() - began > outage_ms_max)
        throw unavailable(
          'ledger_unavailable',
          'The ledger cannot reach its database. Whether the events were recorded is not known: send them again.',
        );
    } else if (!collisions.has(databaseErrorKind(error)) || attempt >= batch_attempts_max) throw error;
    await wait(Math.random() * Math.min(backoff_ms_max, backoff_first_ms * 2 ** attempt));
  }

  /** `first` is what was decided when it was sent before, where nobody knows what became of it. */
  async function flush(
    batch: Item[],
    began: number,
    first: readonly EventResult[] = [],
  ): Promise<() => void> {
    try {
      const again = await write(batch, began);
      const results = again.map((result, index) => firstAnswer(first[index], result));
      const recorded = results.filter((result, index) => result !== again[index]).length;
      if (recorded > 0) options.committed?.(recorded, performance.now() - began);
      return () => hand(batch, results);
    } catch (error) {
      if (batch.length === 1 || isUnavailable(error))
        return () => {
          for (const item of batch) item.reject(error);
        };
      return flushSingly(batch);
    }
  }

  /** Something in the batch cannot be written. Alone, only its own caller hears of it. */
  async function flushSingly(batch: Item[]): Promise<() => void> {
    const settles: (() => void)[] = [];
    // Where the database is lost meanwhile, the others need not wait for it one after the other.
    let outage: unknown = null;
    for (const item of batch) {
      const failed: unknown = outage;
      if (failed !== null) settles.push(() => item.reject(failed));
      else
        try {
          const results = await write([item], performance.now());
          settles.push(() => hand([item], results));
        } catch (own) {
          if (isUnavailable(own)) outage = own;
          settles.push(() => item.reject(own));
        }
    }
    return () => {
      for (const settle of settles) settle();
    };
  }

  async function post(events: readonly InventoryEvent[], actor: string): Promise<EventResult[]> {
    const [only] = events;
    if (only !== undefined && events.length === 1) return lane.enqueue([[submit(only, actor)]], 1);
    const groups = groupEvents(events);
    const results: EventResult[] = [];
    const settled = await Promise.allSettled(
      partsOf(groups).map(async (part) => {
        const submitted = part.map((indexes) => indexes.map((index) => submit(at(events, index), actor)));
        const answers = await lane.enqueue(submitted, sizeOf(part));
        part.flat().forEach((index, position) => {
          results[index] = at(answers, position);
        });
      }),
    );
    for (const one of settled) if (one.status === 'rejected') throw one.reason;
    return results;
  }

  return {
    post,
    get depth() {
      return lane.depth;
    },
    async close() {
      await lane.close();
      await disconnect();
    },
  };
}

const newBuffers = (): BatchBuffers => ({
  events: new CopyWriter(),
  postings: new CopyWriter(),
  orderLines: new CopyWriter(),
});

function skusOf(items: readonly Item[]): Set<string> {
  const skus = new Set<string>();
  for (const item of items)
    for (const group of item.input) for (const { event } of group) skus.add(event.sku);
  return skus;
}

const sizeOf = (groups: readonly (readonly unknown[])[]): number =>
  groups.reduce((size, group) => size + group.length, 0);

/** Whole groups, in order, as many as fit into a batch. */
function partsOf(groups: readonly number[][]): number[][][] {
  const parts: number[][][] = [];
  let size = batch_events_max;
  for (const group of groups) {
    if (size + group.length > batch_events_max) {
      parts.push([]);
      size = 0;
    }
    parts.at(-1)?.push(group);
    size += group.length;
  }
  return parts;
}

/**
 * The answer to an event that was sent a second time: where the first time was recorded after all, the ledger has it
 * under the number of then, and it is no duplicate of anything its caller has sent.
 */
function firstAnswer(first: EventResult | undefined, again: EventResult): EventResult {
  const recordedThen = again.status === 'duplicate' && first?.status === 'applied';
  return recordedThen && first.sequence === again.sequence ? first : again;
}

function hand(items: readonly Item[], results: readonly EventResult[]): void {
  let from = 0;
  for (const item of items) {
    item.resolve(results.slice(from, from + item.size));
    from += item.size;
  }
}

function isUnavailable(error: unknown): boolean {
  return (
    typeof error === 'object' && error !== null && 'code' in error && error.code === 'ledger_unavailable'
  );
}

function at<T>(list: readonly T[], index: number): T {
  const value = list[index];
  if (value === undefined) throw new RangeError(`no element ${index}`);
  return value;
}
