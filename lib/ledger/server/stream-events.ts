import type { Pool } from 'pg';
import { type CommitPosition, commit_order_start } from './commit-order';
import type { LedgerNotifications } from './ledger-notifications';
import {
  isAfter,
  isHeldBack,
  matches,
  readHorizon,
  readStreamBatch,
  type StreamedEvent,
  type StreamFilter,
  stream_events_batch_max,
} from './read-stream-batch';

export const stream_poll_ms = 2_000;
/** A subscriber that is this far behind is cut off: it reconnects with its last id and catches up from the log. */
export const stream_buffer_events_max = 5_000;
/** Something is committed, but an older transaction is still running: look again soon. */
const held_back_poll_ms_first = 10;

/**
 * What comes out of a subscription: where it stands, then events, as many at a time as there are; `idle` after a while
 * without any.
 */
export type StreamItem =
  | { kind: 'at'; at: CommitPosition; reset: boolean }
  | { kind: 'events'; events: StreamedEvent[] }
  | { kind: 'idle' }
  | { kind: 'cut_off'; at: CommitPosition };

export interface StreamObserver {
  subscribers(count: number): void;
  events(count: number): void;
  cutOff(): void;
}

interface Subscriber {
  buffer: StreamedEvent[];
  overflowed: boolean;
  wake: () => void;
}

export interface EventStream {
  /**
   * Events after `from` (null: from now on) in commit order, none left out and none twice, until the signal aborts.
   * The place it starts at comes first; a place that this log cannot have reached starts at now, marked `reset`.
   */
  subscribe(
    from: CommitPosition | null,
    filter: StreamFilter,
    options: { signal: AbortSignal; idle_ms: number },
  ): AsyncGenerator<StreamItem>;
  readonly subscribers: number;
}

/**
 * One reader of the event log per process, fanned out to any number of subscribers. It reads while somebody
 * subscribes, woken by notifications and by a poll. A subscriber that resumes reads the log by itself until it is
 * where the reader is, and is joined to it there.
 */
export function createEventStream(options: {
  pool: () => Pool;
  notifications: () => LedgerNotifications;
  observer?: StreamObserver;
  buffer_events_max?: number;
  onError: (error: unknown) => void;
}): EventStream {
  const buffer_events_max = options.buffer_events_max ?? stream_buffer_events_max;
  const subscribers = new Set<Subscriber>();
  /** Everything up to here was given to whoever was subscribed then. */
  let head: CommitPosition = commit_order_start;
  let reading = false;
  let wakeReader: () => void = () => undefined;
  let opening: Promise<void> | null = null;

  async function open(): Promise<void> {
    const now = await readHorizon(options.pool());
    if (subscribers.size === 0 && isAfter(now, head)) head = now;
  }

  function startReading(): void {
    if (reading) return;
    reading = true;
    void read().finally(() => {
      reading = false;
      // Somebody may have come between the reader's last look and its end.
      if (subscribers.size > 0) startReading();
    });
  }

  function join(subscriber: Subscriber): void {
    subscribers.add(subscriber);
    options.observer?.subscribers(subscribers.size);
    startReading();
  }

  function leave(subscriber: Subscriber): void {
    if (!subscribers.delete(subscriber)) return;
    options.observer?.subscribers(subscribers.size);
    wakeReader();
  }

  async function read(): Promise<void> {
    let woken = false;
    let resume: () => void = () => undefined;
    wakeReader = () => {
      woken = true;
      resume();
    };
    const unsubscribe = options.notifications().subscribe(() => wakeReader());
    let heldBack = 0;
    while (subscribers.size > 0) {
      woken = false;
      let pause_ms = stream_poll_ms;
      try {
        const events = await readStreamBatch(options.pool(), head, null);
        deliver(events);
        if (events.length === stream_events_batch_max) continue;
        heldBack = (await isHeldBack(options.pool(), head)) ? heldBack + 1 : 0;
        if (heldBack > 0) pause_ms = Math.min(stream_poll_ms, held_back_poll_ms_first * 2 ** heldBack);
      } catch (error) {
        options.onError(error);
      }
      if (woken) continue;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, pause_ms);
        resume = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    }
    unsubscribe();
  }

  function deliver(events: readonly StreamedEvent[]): void {
    const last = events.at(-1);
    if (last === undefined) return;
    options.observer?.events(events.length);
    if (isAfter(last.at, head)) head = last.at;
    for (const subscriber of subscribers) {
      if (subscriber.overflowed) continue;
      if (subscriber.buffer.length + events.length > buffer_events_max) subscriber.overflowed = true;
      else subscriber.buffer.push(...events);
      subscriber.wake();
    }
  }

  async function* subscribe(
    from: CommitPosition | null,
    filter: StreamFilter,
    { signal, idle_ms }: { signal: AbortSignal; idle_ms: number },
  ): AsyncGenerator<StreamItem> {
    opening ??= open().finally(() => {
      opening = null;
    });
    await opening;
    const horizon = from === null ? null : await readHorizon(options.pool());
    const reset = from !== null && horizon !== null && from.xid > horizon.xid;
    let at = from === null || reset ? head : from;
    yield { kind: 'at', at, reset };

    while (isAfter(head, at) && !signal.aborted) {
      const until = head;
      const events = await readStreamBatch(options.pool(), at, until);
      if (signal.aborted) return;
      const last = events.at(-1);
      if (last !== undefined) at = last.at;
      const wanted = events.filter(({ message }) => matches(message, filter));
      if (wanted.length > 0) yield { kind: 'events', events: wanted };
      if (events.length < stream_events_batch_max) at = until;
    }
    if (signal.aborted) return;
    // From the last look at `head` to here nothing was awaited, so nothing lies between it and the buffer.
    const subscriber: Subscriber = { buffer: [], overflowed: false, wake: () => undefined };
    join(subscriber);
    const stop = () => subscriber.wake();
    signal.addEventListener('abort', stop);
    try {
      while (!signal.aborted) {
        const wanted: StreamedEvent[] = [];
        for (const event of subscriber.buffer.splice(0)) {
          if (!isAfter(event.at, at)) continue;
          at = event.at;
          if (matches(event.message, filter)) wanted.push(event);
        }
        if (wanted.length > 0) yield { kind: 'events', events: wanted };
        if (subscriber.buffer.length > 0) continue;
        if (subscriber.overflowed) {
          options.observer?.cutOff();
          yield { kind: 'cut_off', at };
          return;
        }
        if (signal.aborted) return;
        if (!(await waited(subscriber, idle_ms))) yield { kind: 'idle' };
      }
    } finally {
      signal.removeEventListener('abort', stop);
      leave(subscriber);
    }
  }

  return {
    subscribe,
    get subscribers() {
      return subscribers.size;
    },
  };
}

/** True when it was woken, false when the time was over. */
function waited(subscriber: Subscriber, ms: number): Promise<boolean> {
  return new Promise((resolve) => {
    const finish = (woken: boolean) => {
      clearTimeout(timer);
      subscriber.wake = () => undefined;
      resolve(woken);
    };
    const timer = setTimeout(finish, ms, false);
    subscriber.wake = () => finish(true);
  });
}
