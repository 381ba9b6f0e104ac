import pg from 'pg';
import { Exchange, type Line, type Protocol, type Row } from './exchange';

const lock_wait_ms_max = 20_000;
const idle_in_transaction_ms_max = 30_000;
const connect_ms_max = 5_000;

/**
 * A connection of the lane. Plans must not depend on statistics: a plan made while the tables were empty and kept would
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

/**
 * node-postgres sends a query when the one before is answered. The lane sends exchanges behind each other and routes the
 * answers itself; to node-postgres the connection is busy with one query that never ends.
 */
const endless: pg.Submittable = { submit() {} };
for (const name of ['Row', 'RowDescription', 'CommandComplete', 'ReadyForQuery', 'EmptyQuery', 'Error'])
  Object.defineProperty(endless, `handle${name === 'Row' ? 'DataRow' : name}`, { value: () => undefined });
for (const name of ['PortalSuspended', 'CopyInResponse', 'CopyData', 'ParseComplete'])
  Object.defineProperty(endless, `handle${name}`, { value: () => undefined });

/** One transaction at a time on the wire, any number sent behind it. */
export class LaneConnection {
  /** False once the connection is lost or closed: a new one must be opened. */
  usable = true;
  /** In the order in which they were sent: what Postgres answers is the first one's. */
  private readonly exchanges: Exchange[] = [];
  private readonly line: Line;

  constructor(private readonly client: pg.Client) {
    const protocol = (client as unknown as { connection: Protocol }).connection;
    let corked = false;
    this.line = {
      protocol,
      prepared: new Set(),
      cork: () => {
        if (corked) return;
        corked = true;
        protocol.stream.cork();
        // After the microtasks of this turn, so that everything that is sent in it leaves in one write.
        queueMicrotask(() =>
          queueMicrotask(() => {
            corked = false;
            protocol.stream.uncork();
          }),
        );
      },
    };
    client.on('error', (error) => this.lost(error));
    client.on('end', () => this.lost(new Error('Connection terminated')));
    client.once('connect', () => {
      client.query(endless);
      protocol.on('dataRow', (message: { fields: Row }) => this.exchanges[0]?.handleRow(message.fields));
      protocol.on('commandComplete', () => this.exchanges[0]?.handleComplete());
      protocol.on('errorMessage', (error: unknown) => this.exchanges[0]?.fail(error));
      protocol.on('readyForQuery', () => {
        this.exchanges.shift()?.handleReady();
        if (this.usable) client.query(endless);
      });
    });
  }

  /** Begins a transaction; its statements follow on the exchange, which must be committed before the next begins. */
  begin(): Exchange {
    const exchange = new Exchange(this.line);
    if (this.usable) this.exchanges.push(exchange);
    else exchange.fail(new Error('Connection terminated'));
    return exchange;
  }

  async close(): Promise<void> {
    this.usable = false;
    await this.client.end().catch(() => undefined);
  }

  private lost(error: unknown): void {
    this.usable = false;
    for (const exchange of this.exchanges.splice(0)) exchange.fail(error);
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
