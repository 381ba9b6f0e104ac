import { expect, test } from 'vitest';
import type { EventStream, StreamItem } from '@/lib/ledger/server/stream-events';
import { eventStreamResponse } from './event-stream-response';

/** A log that never pauses: there is always one more to tell. */
const endless: EventStream = {
  async *subscribe(): AsyncGenerator<StreamItem, undefined> {
    for (let sequence = 1; ; sequence++) yield { kind: 'at', at: { xid: 1, sequence }, reset: false };
  },
  subscribers: 1,
};

test('a signal is told although events never cease, and they go on after it', async () => {
  let wake: () => void = () => undefined;
  const signals = {
    subscribe(call: () => void) {
      wake = call;
      return () => undefined;
    },
  };
  const gone = new AbortController();
  const response = eventStreamResponse(endless, {}, null, gone.signal, 60_000, signals);
  const reader = response.body?.getReader();
  const decoder = new TextDecoder();
  const next = async () => decoder.decode((await reader?.read())?.value);
  for (let read = 0; read < 10; read++) expect(await next()).toContain('id: ');
  wake();
  // One block may have been made ready before.
  const told = [await next(), await next(), await next()].join('');
  expect(told).toContain('event: changed');
  expect(await next()).toContain('id: ');
  await reader?.cancel();
});
