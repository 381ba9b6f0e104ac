import type { ClientBase, QueryResultRow } from 'pg';

const rows_fetched_max = 2_000;

/**
 * Walks a result of any size in bounded memory, by a server-side cursor. Needs an open transaction; `name` must be free
 * in it. To be read to its end or left by `return`, as `for await` does.
 */
export async function* readByCursor<Row extends QueryResultRow>(
  client: ClientBase,
  name: string,
  sql: string,
  values: unknown[],
): AsyncGenerator<Row> {
  await client.query(`DECLARE ${name} NO SCROLL CURSOR FOR ${sql}`, values);
  try {
    for (;;) {
      const { rows } = await client.query<Row>(`FETCH ${rows_fetched_max} FROM ${name}`);
      yield* rows;
      if (rows.length < rows_fetched_max) return;
    }
  } finally {
    await client.query(`CLOSE ${name}`);
  }
}
