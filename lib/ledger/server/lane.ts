import { setImmediate as nextTurn } from 'node:timers/promises';

/**
 * The group commit. One batch is in flight at a time; what arrives meanwhile goes together in the next. There is no
 * timer: an idle lane flushes at once, a busy one collects exactly as long as the batch before takes.
 */
export const batch_events_max = 500;
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

  /** `flush` writes a batch and returns what settles every item of it; it never rejects. */
  constructor(private readonly flush: (batch: LaneItem<Input, Output>[]) => Promise<() => void>) {}

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
    let writing = this.flush(this.take());
    for (;;) {
      const settle = await writing;
      if (this.waitingEvents >= batch_events_max) {
        // A full batch is waiting: the database reads for it while the callers of the last one are answered.
        writing = this.flush(this.take());
        settle();
        continue;
      }
      settle();
      // Those who were answered just now may have more to say: one turn of the event loop lets it go along.
      await nextTurn();
      if (this.waiting.length === 0) break;
      writing = this.flush(this.take());
    }
    this.running = false;
    for (const resolve of this.drained.splice(0)) resolve();
  }

  private take(): LaneItem<Input, Output>[] {
    let events = 0;
    let count = 0;
    for (const item of this.waiting) {
      if (count > 0 && events + item.size > batch_events_max) break;
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
