import type { InventoryEvent } from '@/lib/ledger/events';
import type { LedgerWriter } from '@/lib/ledger/server/writer';

export interface Driven {
  eventsPerSecond: number;
  latenciesMs: number[];
}

/**
 * Keeps `callers` callers busy for a while, each posting `eventsPerCall` events at a time and waiting for their durable
 * answers.
 */
export async function drive(
  ledger: Pick<LedgerWriter, 'post'>,
  next: () => InventoryEvent,
  callers: number,
  durationMs: number,
  eventsPerCall = 1,
): Promise<Driven> {
  const latenciesMs: number[] = [];
  let events = 0;
  const began = performance.now();
  const until = began + durationMs;
  await Promise.all(
    Array.from({ length: callers }, async () => {
      while (performance.now() < until) {
        const sent = performance.now();
        const results = await ledger.post(Array.from({ length: eventsPerCall }, next), 'bench');
        const odd = results.find(({ status }) => status !== 'applied');
        if (odd !== undefined) throw new Error(`not applied: ${JSON.stringify(odd)}`);
        events += results.length;
        latenciesMs.push(performance.now() - sent);
      }
    }),
  );
  return { eventsPerSecond: (events * 1000) / (performance.now() - began), latenciesMs };
}

/** Posts a fixed number of events in calls of 500, several in flight, as fast as they are taken. */
export async function pour(
  ledger: Pick<LedgerWriter, 'post'>,
  next: () => InventoryEvent,
  events: number,
  inFlight = 4,
): Promise<number> {
  const began = performance.now();
  let left = events;
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left > 0) {
        const size = Math.min(500, left);
        left -= size;
        await ledger.post(Array.from({ length: size }, next), 'bench');
      }
    }),
  );
  return performance.now() - began;
}
