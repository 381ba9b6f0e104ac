import type { Duplex } from 'node:stream';
import type { Connection, Submittable } from 'pg';

/** A statement of the write path. Named, so that Postgres parses and plans it once per connection. */
export interface Statement {
  name: string;
  text: string;
}

/** The columns as Postgres writes them. */
export type Row = (string | null)[];

interface Pending {
  rows: Row[];
  resolve(rows: Row[]): void;
  reject(error: unknown): void;
}

/** The wire of node-postgres as it is; its types ask for an argument that it does not take. */
interface Wire {
  readonly stream: Duplex;
  parse(query: Statement): void;
  bind(config: { statement: string; values: readonly (string | Buffer | null)[] }): void;
  execute(config: object): void;
  flush(): void;
  sync(): void;
}

/** A parameter; a number goes as its digits, a buffer is in binary form. */
export type Value = string | number | Buffer | null;

/** Whoever awaits it hears of its failure; until then, or where nobody gets to, it must not count as unhandled. */
function heard<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}

/**
 * One transaction as one exchange of the extended protocol: statements are sent without waiting for those before, and
 * Postgres is asked for answers where they are needed, not after each. node-postgres's own pipeline ends every
 * statement with a Sync, at which Postgres answers and both processes are woken; here that happens twice in a batch.
 * An error fails all that is pending, and the connection with it.
 */
export class Exchange implements Submittable {
  private wire: Wire | null = null;
  private readonly pending: Pending[] = [];
  private failure: { error: unknown } | null = null;
  private corked = false;
  private wantsAnswers = false;
  private ended: Pending | null = null;

  constructor(private readonly prepared: Set<string>) {}

  /** Called by node-postgres when the connection is this exchange's. */
  submit = (connection: Connection): void => {
    this.wire = connection as unknown as Wire;
  };

  /** Sends a statement and asks for its rows. */
  rows(statement: Statement, values: readonly Value[]): Promise<Row[]> {
    this.wantsAnswers = true;
    return this.send(statement, values);
  }

  /** Sends a statement whose answer may come with a later one's. */
  send(statement: Statement, values: readonly Value[]): Promise<Row[]> {
    const { wire, failure } = this;
    if (failure !== null) return heard(Promise.reject(failure.error));
    if (wire === null) return heard(Promise.reject(new Error('the lane is busy with another transaction')));
    this.cork(wire);
    if (!this.prepared.has(statement.name)) {
      wire.parse(statement);
      this.prepared.add(statement.name);
    }
    wire.bind({
      statement: statement.name,
      values: values.map((value) => (typeof value === 'number' ? String(value) : value)),
    });
    wire.execute({});
    return heard(
      new Promise<Row[]>((resolve, reject) => {
        this.pending.push({ rows: [], resolve, reject });
      }),
    );
  }

  /** Ends the transaction; resolves when the commit is durable, and rejects where anything of it failed. */
  commit(): Promise<void> {
    const committed = this.send({ name: 'commit', text: 'COMMIT' }, []);
    const ended = heard(
      new Promise<void>((resolve, reject) => {
        this.ended = { rows: [], resolve: () => resolve(), reject };
      }),
    );
    if (this.failure === null) this.wire?.sync();
    return committed.then(() => ended);
  }

  /** Everything sent in one turn leaves in one write. */
  private cork(wire: Wire): void {
    if (this.corked) return;
    this.corked = true;
    wire.stream.cork();
    queueMicrotask(() => {
      this.corked = false;
      if (this.wantsAnswers && this.failure === null) wire.flush();
      this.wantsAnswers = false;
      wire.stream.uncork();
    });
  }

  handleDataRow(message: { fields: Row }): void {
    this.pending[0]?.rows.push(message.fields);
  }

  handleCommandComplete(): void {
    const done = this.pending.shift();
    done?.resolve(done.rows);
  }

  handleReadyForQuery(): void {
    this.ended?.resolve([]);
  }

  handleError(error: unknown): void {
    if (this.failure !== null) return;
    this.failure = { error };
    for (const one of this.pending.splice(0)) one.reject(error);
    this.ended?.reject(error);
  }

  handleRowDescription(): void {}
  handleEmptyQuery(): void {}
  handlePortalSuspended(): void {}
  handleCopyInResponse(): void {}
  handleCopyData(): void {}
}
