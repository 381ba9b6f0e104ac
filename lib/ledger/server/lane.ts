import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * The group commit. Batches are in flight behind each other, the next being decided while those before are written;
 * what arrives meanwhile goes together in the one after. There is no timer: an idle lane flushes at once, a busy one
 * collects exactly as long as the batches before take. Whole batches of this size fit into the buffers of a socket, so
 * that Postgres reads one while the next is being decided (measured: of 500 events, it waited a seventh of its time).
 */
export const batch_events_max = 250;
/** So many where whole ones are waiting; */
const batches_in_flight_max = 3;
/** fewer, and thereby larger ones, where they are not. */
const small_batches_in_flight_max = 2;
/** From this many on, what waits for an idle lane is shared between the two batches. */
const shared_events_min = 16;
/** Beyond this many waiting events new ones are turned away: the caller is told to slow down. */
export const waiting_events_max = 50_000;

export interface LaneItem<Input, Output> {
  input: Input;
  /** How many events it stands for. */
  size: number;
  resolve(output: Output): void;
  reject(error: unknown): void;
}

export class Lane<Input, Output> {
  private waiting: LaneItem<Input, Output>[] = [];
  private waitingEvents = 0;
  private running = false;
  private closed = false;
  private drained: (() => void)[] = [];

  /**
   * `send` resolves when the next batch may be sent, with the promise of what settles every item of this one once it is
   * written. Neither ever rejects.
   */
  constructor(
    private readonly send: (batch: LaneItem<Input, Output>[]) => Promise<{ written: Promise<() => void> }>,
  ) {}

  get depth(): number {
    return this.waitingEvents;
  }

  enqueue(input: Input, size: number): Promise<Output> {
    if (this.closed) return Promise.reject(unavailable('ledger_unavailable', 'The ledger is shutting down.'));
    if (this.waitingEvents + size > waiting_events_max && this.waitingEvents > 0)
      return Promise.reject(
        unavailable(
          'ledger_overloaded',
          `${this.waitingEvents} events are waiting: send again a little later.`,
        ),
      );
    return new Promise((resolve, reject) => {
      this.waiting.push({ input, size, resolve, reject });
      this.waitingEvents += size;
      if (!this.running) void this.run();
    });
  }

  /** Refuses what comes from now on and waits for what came before. */
  async close(): Promise<void> {
    this.closed = true;
    if (this.running) await new Promise<void>((resolve) => this.drained.push(resolve));
  }

  private async run(): Promise<void> {
    this.running = true;
    // What the same caller is about to enqueue belongs to this batch, not to the next.
    await null;
    const inFlight: Promise<() => void>[] = [];
    for (;;) {
      const room =
        this.waitingEvents >= batch_events_max ? batches_in_flight_max : small_batches_in_flight_max;
      if (this.waiting.length > 0 && inFlight.length < room) {
        const { written } = await this.send(this.take(inFlight.length === 0));
        inFlight.push(written);
        continue;
      }
      const oldest = inFlight.shift();
      if (oldest === undefined) break;
      (await oldest)();
      // Those who were answered just now may have more to say: one turn of the event loop lets it go along.
      await nextTurn();
    }
    this.running = false;
    for (const resolve of this.drained.splice(0)) resolve();
  }

  private take(idle: boolean): LaneItem<Input, Output>[] {
    const shared = idle && this.waitingEvents >= shared_events_min;
    const events_max = shared
      ? Math.min(batch_events_max, Math.ceil(this.waitingEvents / 2))
      : batch_events_max;
    let events = 0;
    let count = 0;
    for (const item of this.waiting) {
      if (count > 0 && events + item.size > events_max) break;
      events += item.size;
      count += 1;
    }
    const batch = this.waiting.slice(0, count);
    this.waiting = this.waiting.slice(count);
    this.waitingEvents -= events;
    return batch;
  }
}

/** An error that its code tells apart: the outcome is not known, and the same events may be sent again. */
export function unavailable(code: 'ledger_unavailable' | 'ledger_overloaded', message: string): Error {
  return Object.assign(new Error(message), { code });
}
