import type { CommitPosition } from '@/lib/ledger/server/commit-order';
import {
  parseStreamId,
  type StreamedEvent,
  type StreamFilter,
  streamIdOf,
} from '@/lib/ledger/server/read-stream-batch';
import type { EventStream, StreamItem } from '@/lib/ledger/server/stream-events';

export const stream_heartbeat_ms = 15_000;
const stream_retry_ms = 2_000;

/**
 * Server-sent events out of a subscription. Its first block carries an id and no data: a client that loses the stream
 * before the first event resumes from there. Ends when the reader goes away.
 */
export function eventStreamResponse(
  stream: EventStream,
  filter: StreamFilter,
  lastEventId: string | null,
  signal: AbortSignal,
  heartbeat_ms = stream_heartbeat_ms,
  signals: Signals | null = null,
): Response {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const asked = lastEventId === null ? null : parseStreamId(lastEventId);
  const from: CommitPosition | null = asked ?? (lastEventId === null ? null : unknownPlace);
  const items = stream.subscribe(from, filter, { signal: stopping.signal, idle_ms: heartbeat_ms });
  const signalled = signals === null ? null : awaitSignals(signals);
  const encoder = new TextEncoder();
  let next: Promise<Next> | null = null;
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        next ??= items.next().then((result) => ({ result }));
        // The signal goes first where both are there: they are few, and events that never cease would hold them up.
        const first = await (signalled === null ? next : Promise.race([signalled.wait(), next]));
        if (first === 'signal') {
          signalled?.taken();
          return controller.enqueue(encoder.encode(signal_block));
        }
        next = null;
        const { done, value } = first.result;
        if (!done) return controller.enqueue(encoder.encode(blockOf(value)));
        signal.removeEventListener('abort', stop);
        signalled?.end();
        controller.close();
      },
      async cancel() {
        signal.removeEventListener('abort', stop);
        signalled?.end();
        stop();
        await items.return(undefined);
      },
    },
    { highWaterMark: 1 },
  );
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store, no-transform',
      'x-accel-buffering': 'no',
      'x-content-type-options': 'nosniff',
    },
  });
}

type Next = { result: IteratorResult<StreamItem> };

/** Calls back whenever something beside the log has changed. */
export interface Signals {
  subscribe(wake: () => void): () => void;
}

const signal_block = 'event: changed\ndata: {}\n\n';
/** However much changes, a reader is told so at most so often. */
const signals_gap_ms_min = 250;

function deferred(): { promise: Promise<'signal'>; resolve: (value: 'signal') => void } {
  let resolve: (value: 'signal') => void = () => undefined;
  const promise = new Promise<'signal'>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/**
 * Signals one after the other, those that come too soon as one. `wait` may be asked again and again: what it gives stays
 * settled until it is `taken`, or a signal between two questions would be lost.
 */
function awaitSignals(signals: Signals): {
  wait: () => Promise<'signal'>;
  taken: () => void;
  end: () => void;
} {
  let current = deferred();
  let pending = false;
  let timer: NodeJS.Timeout | undefined;
  const give = () => {
    if (timer !== undefined || !pending) return;
    pending = false;
    current.resolve('signal');
  };
  const unsubscribe = signals.subscribe(() => {
    pending = true;
    give();
  });
  return {
    wait: () => current.promise,
    taken() {
      current = deferred();
      timer = setTimeout(() => {
        timer = undefined;
        give();
      }, signals_gap_ms_min);
    },
    end() {
      clearTimeout(timer);
      unsubscribe();
    },
  };
}

/** An id that is not one of ours: beyond any place, so the stream starts at now and says `reset`. */
const unknownPlace: CommitPosition = { xid: Number.MAX_SAFE_INTEGER, sequence: 0 };

/** Every reader is told the same: an event is put into words once, however many read it. */
const blocks = new WeakMap<StreamedEvent, string>();

function eventBlock(event: StreamedEvent): string {
  let block = blocks.get(event);
  if (block === undefined) {
    block = `id: ${streamIdOf(event.at)}\ndata: ${JSON.stringify(event.message)}\n\n`;
    blocks.set(event, block);
  }
  return block;
}

function blockOf(item: StreamItem): string {
  switch (item.kind) {
    case 'at': {
      const start = `retry: ${stream_retry_ms}\nid: ${streamIdOf(item.at)}\n`;
      return item.reset ? `${start}event: reset\ndata: {}\n\n` : `${start}\n`;
    }
    case 'events':
      return item.events.map(eventBlock).join('');
    case 'idle':
      return ': still here\n\n';
    case 'cut_off':
      return `id: ${streamIdOf(item.at)}\nevent: cut_off\ndata: ${JSON.stringify({ code: 'too_slow', lastEventId: streamIdOf(item.at) })}\n\n`;
  }
}
