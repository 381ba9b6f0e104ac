import pg from 'pg';
import { Exchange } from './exchange';

const lock_wait_ms_max = 20_000;
const idle_in_transaction_ms_max = 30_000;
const connect_ms_max = 5_000;

/**
 * The lane's own connection. Plans must not depend on statistics: a plan made while the tables were empty and kept would
 * read them whole once they are full; with generic plans and index scans alone every statement stays a key probe.
 */
export async function openLaneConnection(connectionString: string): Promise<LaneConnection> {
  const client = new pg.Client({
    connectionString,
    keepAlive: true,
    connectionTimeoutMillis: connect_ms_max,
    application_name: 'truecount-lane',
    options: [
      '-c plan_cache_mode=force_generic_plan',
      '-c enable_seqscan=off',
      '-c enable_bitmapscan=off',
      '-c enable_hashjoin=off',
      '-c enable_mergejoin=off',
      '-c jit=off',
      `-c lock_timeout=${lock_wait_ms_max}`,
      `-c idle_in_transaction_session_timeout=${idle_in_transaction_ms_max}`,
    ].join(' '),
  });
  const lane = new LaneConnection(client);
  await client.connect();
  return lane;
}

/** One transaction at a time, each an exchange of its own. What fails closes the connection: the next batch opens anew. */
export class LaneConnection {
  /** False once the connection is lost or closed: a new one must be opened. */
  usable = true;
  private readonly prepared = new Set<string>();

  constructor(private readonly client: pg.Client) {
    const lost = () => {
      this.usable = false;
    };
    client.on('error', lost);
    client.on('end', lost);
  }

  /** Begins a transaction; its statements follow on the exchange. */
  begin(): Exchange {
    const exchange = new Exchange(this.prepared);
    this.client.query(exchange);
    exchange.send({ name: 'begin', text: 'BEGIN' }, []);
    return exchange;
  }

  async close(): Promise<void> {
    this.usable = false;
    await this.client.end().catch(() => undefined);
  }
}

/**
 * Awaits statements sent together. All are awaited even when one fails, so that none is left unhandled; the first
 * failure in order is thrown, since those after it only say that the transaction is aborted.
 */
export async function allOf<T extends readonly unknown[]>(
  promises: {
    [K in keyof T]: Promise<T[K]>;
  },
): Promise<T> {
  const settled = await Promise.allSettled(promises as readonly Promise<unknown>[]);
  for (const one of settled) if (one.status === 'rejected') throw one.reason;
  return settled.map((one) => (one.status === 'fulfilled' ? one.value : undefined)) as unknown as T;
}
