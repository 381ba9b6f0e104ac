import pg from 'pg';

/**
 * What every figure is a ratio to: a plain durable single-row UPDATE, one transaction each, on the same server in the
 * same round; hot: one row and 8 clients, wide: 10,000 rows and 32 clients.
 */
export class Reference {
  private constructor(private readonly clients: pg.Client[]) {}

  static async open(url: string): Promise<Reference> {
    const clients = await Promise.all(
      Array.from({ length: 32 }, async () => {
        const client = new pg.Client({ connectionString: url });
        await client.connect();
        return client;
      }),
    );
    const [first] = clients;
    await first?.query(
      'CREATE TABLE IF NOT EXISTS reference_row (id INT PRIMARY KEY, units BIGINT NOT NULL) WITH (fillfactor = 50)',
    );
    await first?.query(
      'INSERT INTO reference_row SELECT g, 0 FROM generate_series(0, 9999) AS g ON CONFLICT DO NOTHING',
    );
    await first?.query('VACUUM ANALYZE reference_row');
    return new Reference(clients);
  }

  /** Updates per second. */
  async run(clients: number, rows: number, durationMs: number): Promise<number> {
    const began = performance.now();
    const until = began + durationMs;
    let done = 0;
    await Promise.all(
      this.clients.slice(0, clients).map(async (client) => {
        while (performance.now() < until) {
          await client.query({
            name: 'reference',
            text: 'UPDATE reference_row SET units = units + 1 WHERE id = $1',
            values: [Math.floor(Math.random() * rows)],
          });
          done += 1;
        }
      }),
    );
    return (done * 1000) / (performance.now() - began);
  }

  async close(): Promise<void> {
    await Promise.all(this.clients.map((client) => client.end()));
  }
}
