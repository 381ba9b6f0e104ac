import { setTimeout as wait } from 'node:timers/promises';
import { databaseErrorKind } from '@/lib/db/errors';
import { submit } from '../decide';
import type { EventResult, InventoryEvent, SubmittedEvent } from '../events';
import { groupEvents } from '../group-events';
import { batch_events_max, Lane, type LaneItem, unavailable } from './lane';
import { type LaneConnection, openLaneConnection } from './lane-connection';
import type { StatePorts } from './load-state';
import { type CatalogCache, type LedgerParticipant, writeBatch } from './write-batch';

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

export function createLedgerWriter(options: LedgerWriterOptions): LedgerWriter {
  let connection: LaneConnection | null = null;
  let catalog: CatalogCache = { version: -1, nodes: new Set(), channels: new Map() };
  const lane = new Lane<SubmittedEvent[][], EventResult[]>(flush);

  async function connected(): Promise<LaneConnection> {
    if (connection?.usable) return connection;
    connection = null;
    connection = await openLaneConnection(options.connectionString);
    return connection;
  }

  /** Writes a batch, again where it collided or the connection broke; throws what cannot be cured by trying again. */
  async function write(items: readonly Item[]): Promise<EventResult[]> {
    const began = performance.now();
    for (let attempt = 1; ; attempt++) {
      let open: LaneConnection | null = null;
      try {
        open = await connected();
        const groups = items.flatMap((item) => item.input);
        const outcome = await writeBatch(open, groups, catalog, options, options.participants ?? []);
        catalog = outcome.catalog;
        options.committed?.(outcome.recorded, performance.now() - began);
        return outcome.results;
      } catch (error) {
        const lost = open === null || !open.usable || databaseErrorKind(error) === 'unavailable';
        // The connection goes with its transaction: what failed leaves nothing behind.
        await open?.close();
        await retryable(error, lost, attempt, began);
      }
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

  async function flush(batch: Item[]): Promise<() => void> {
    try {
      const results = await write(batch);
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
          const results = await write([item]);
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
      await connection?.close();
    },
  };
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
