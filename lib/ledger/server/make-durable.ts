import type { Statement } from './exchange';
import type { LaneConnection } from './lane-connection';

/** Writes a record of its own, so that its commit has something to flush; all that was committed before goes with it. */
export const flush_log_sql = `SELECT pg_logical_emit_message(true, 'truecount', '')`;
const flush_log: Statement = { name: 'flush_log', text: flush_log_sql };

/**
 * Makes durable what was committed without waiting for the disk: batches go on while the log of those before is still
 * being written. Who asks while a flush is under way shares the next one.
 */
export class Durability {
  private running: Promise<void> | null = null;
  private next: Promise<void> | null = null;

  constructor(private readonly connection: LaneConnection) {}

  /** Resolves when everything that was committed before this call is durable; rejects where nobody knows. */
  flush(): Promise<void> {
    if (this.running === null) {
      this.running = this.start();
      return this.running;
    }
    this.next ??= this.running
      .catch(() => undefined)
      .then(() => {
        this.next = null;
        this.running = this.start();
        return this.running;
      });
    return this.next;
  }

  private start(): Promise<void> {
    const exchange = this.connection.begin();
    const sent = exchange.send(flush_log, []);
    const flushed = Promise.all([sent, exchange.commit()]).then(() => undefined);
    const ended = () => {
      if (this.running === flushed) this.running = null;
    };
    flushed.then(ended, ended);
    return flushed;
  }
}
