import pg from 'pg';

const lock_wait_ms_max = 20_000;
const idle_in_transaction_ms_max = 30_000;
const connect_ms_max = 5_000;

/** A statement of the write path. Named, so that Postgres parses and plans it once per connection. */
export interface Statement {
  name: string;
  text: string;
}

export type Row = (string | number | boolean | null)[];

/**
 * The lane's own connection. Statements are pipelined (sent without waiting for the answer before), so that a batch is
 * two round trips. Plans must not depend on statistics: a plan made while the tables were empty and kept would read
 * them whole once they are full; with generic plans and index scans alone every statement stays a key probe.
 */
export async function openLaneConnection(connectionString: string): Promise<LaneConnection> {
  const client = new pg.Client({
    connectionString,
    pipeline: true,
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

export class LaneConnection {
  /** False once the connection is lost: what was in flight has failed, a new one must be opened. */
  usable = true;

  constructor(private readonly client: pg.Client) {
    const lost = () => {
      this.usable = false;
    };
    client.on('error', lost);
    client.on('end', lost);
  }

  async rows(statement: Statement, values: readonly unknown[]): Promise<Row[]> {
    const result = await this.client.query<Row>({
      ...statement,
      values: [...values],
      rowMode: 'array',
    });
    return result.rows;
  }

  async begin(): Promise<void> {
    await this.client.query({ name: 'begin', text: 'BEGIN' });
  }

  /** Throws where the transaction had failed before and COMMIT only ended it. */
  async commit(): Promise<void> {
    const result = await this.client.query({ name: 'commit', text: 'COMMIT' });
    if (result.command !== 'COMMIT') throw new Error('the transaction was rolled back');
  }

  /** Never throws: where it fails the connection is gone, and with it the transaction. */
  async rollback(): Promise<void> {
    if (!this.usable) return;
    try {
      await this.client.query('ROLLBACK');
    } catch {
      await this.close();
    }
  }

  async close(): Promise<void> {
    this.usable = false;
    await this.client.end().catch(() => undefined);
  }
}

/**
 * Awaits pipelined statements together. All are awaited even when one fails, so that none is left unhandled; the first
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
