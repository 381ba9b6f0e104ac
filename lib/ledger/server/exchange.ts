import type { Duplex } from 'node:stream';
import type { Connection } from 'pg';

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

/** The protocol of node-postgres as it is; its types ask for an argument that it does not take. */
export interface Protocol {
  readonly stream: Duplex;
  parse(query: Statement): void;
  bind(config: { statement: string; values: readonly (string | Buffer | null)[] }): void;
  execute(config: object): void;
  close(config: { type: 'S'; name: string }): void;
  flush(): void;
  sync(): void;
  on: Connection['on'];
}

/** A parameter; a number goes as its digits, a buffer is in binary form. */
export type Value = string | number | Buffer | null;

/** Whoever awaits it hears of its failure; until then, or where nobody gets to, it must not count as unhandled. */
export function heard<T>(answer: Promise<T>): Promise<T> {
  answer.catch(() => undefined);
  return answer;
}

/** What a connection is to its exchanges. */
export interface Line {
  readonly protocol: Protocol;
  /** Statements that Postgres knows on this connection, by name. */
  readonly prepared: Set<string>;
  /** Collects everything that is written in one turn into one write. */
  cork(): void;
}

/**
 * One transaction as one exchange of the extended protocol: everything up to its Sync is one transaction, which
 * Postgres commits there, or rolls back where anything of it failed. Statements are sent without waiting for those
 * before, and answers are asked for where they are needed, not after each. Exchanges of one connection may be sent
 * behind each other before the first is answered.
 */
export class Exchange {
  private readonly pending: Pending[] = [];
  /** Statements that this exchange was the first to name: where it fails, Postgres may not know them. */
  private readonly introduced: string[] = [];
  private failure: { error: unknown } | null = null;
  private ended: Pending | null = null;
  private wantsAnswers = false;

  constructor(private readonly line: Line) {}

  /** Sends a statement and asks for its rows. */
  rows(statement: Statement, values: readonly Value[]): Promise<Row[]> {
    const answer = this.send(statement, values);
    if (!this.wantsAnswers) {
      this.wantsAnswers = true;
      queueMicrotask(() => {
        this.wantsAnswers = false;
        if (this.failure === null && this.ended === null) this.line.protocol.flush();
      });
    }
    return answer;
  }

  /** Sends a statement whose answer may come with a later one's. */
  send(statement: Statement, values: readonly Value[]): Promise<Row[]> {
    const { failure, line } = this;
    if (failure !== null) return heard(Promise.reject(failure.error));
    const { protocol, prepared } = line;
    line.cork();
    if (!prepared.has(statement.name)) {
      // A failed exchange may have left it known after all; closing what is not there is no error.
      protocol.close({ type: 'S', name: statement.name });
      protocol.parse(statement);
      prepared.add(statement.name);
      this.introduced.push(statement.name);
    }
    protocol.bind({
      statement: statement.name,
      values: values.map((value) => (typeof value === 'number' ? String(value) : value)),
    });
    protocol.execute({});
    return this.answer();
  }

  /** Sends a COPY FROM STDIN with its data: whole CopyData and CopyDone messages, as `CopyWriter` makes them. */
  copy(statement: Statement, messages: Buffer): Promise<Row[]> {
    const answer = this.send(statement, []);
    if (this.failure === null) this.line.protocol.stream.write(messages);
    return answer;
  }

  /** Ends the transaction; resolves when the commit is durable, and rejects where anything of it failed. */
  commit(): Promise<void> {
    this.line.cork();
    this.line.protocol.sync();
    return heard(
      new Promise<void>((resolve, reject) => {
        this.ended = { rows: [], resolve: () => resolve(), reject };
        if (this.failure !== null) reject(this.failure.error);
      }),
    );
  }

  private answer(): Promise<Row[]> {
    return heard(
      new Promise<Row[]>((resolve, reject) => {
        this.pending.push({ rows: [], resolve, reject });
      }),
    );
  }

  handleRow(fields: Row): void {
    this.pending[0]?.rows.push(fields);
  }

  handleComplete(): void {
    const done = this.pending.shift();
    done?.resolve(done.rows);
  }

  handleReady(): void {
    this.ended?.resolve([]);
  }

  fail(error: unknown): void {
    if (this.failure !== null) return;
    this.failure = { error };
    for (const name of this.introduced) this.line.prepared.delete(name);
    for (const one of this.pending.splice(0)) one.reject(error);
    this.ended?.reject(error);
  }
}
