import type { CommitPosition } from '@/lib/ledger/server/commit-order';
import { parseStreamId, type StreamFilter, streamIdOf } from '@/lib/ledger/server/read-stream-batch';
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
): Response {
  const stopping = new AbortController();
  const stop = () => stopping.abort();
  signal.addEventListener('abort', stop);
  if (signal.aborted) stop();
  const asked = lastEventId === null ? null : parseStreamId(lastEventId);
  const from: CommitPosition | null = asked ?? (lastEventId === null ? null : unknownPlace);
  const items = stream.subscribe(from, filter, { signal: stopping.signal, idle_ms: heartbeat_ms });
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        const { done, value } = await items.next();
        if (!done) return controller.enqueue(encoder.encode(blockOf(value)));
        signal.removeEventListener('abort', stop);
        controller.close();
      },
      async cancel() {
        signal.removeEventListener('abort', stop);
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

/** An id that is not one of ours: beyond any place, so the stream starts at now and says `reset`. */
const unknownPlace: CommitPosition = { xid: Number.MAX_SAFE_INTEGER, sequence: 0 };

function blockOf(item: StreamItem): string {
  switch (item.kind) {
    case 'at': {
      const start = `retry: ${stream_retry_ms}\nid: ${streamIdOf(item.at)}\n`;
      return item.reset ? `${start}event: reset\ndata: {}\n\n` : `${start}\n`;
    }
    case 'event':
      return `id: ${streamIdOf(item.event.at)}\ndata: ${JSON.stringify(item.event.message)}\n\n`;
    case 'idle':
      return ': still here\n\n';
    case 'cut_off':
      return `id: ${streamIdOf(item.at)}\nevent: cut_off\ndata: ${JSON.stringify({ code: 'too_slow', lastEventId: streamIdOf(item.at) })}\n\n`;
  }
}
