import type { Pool, PoolClient } from 'pg';

/** One dry run or commit of an import at a time, by a lock of the session: no transaction is held open meanwhile. */
export async function onlyOne<Done>(
  pool: Pool,
  id: string,
  work: (client: PoolClient) => Promise<Done>,
): Promise<Done | { ok: false; code: 'busy'; detail: string }> {
  const client = await pool.connect();
  const key = `hashtextextended('truecount.import ' || $1, 0)`;
  let broken = false;
  try {
    const { rows } = await client.query<{ got: boolean }>(`SELECT pg_try_advisory_lock(${key}) AS got`, [id]);
    if (rows[0]?.got !== true)
      return { ok: false, code: 'busy', detail: 'This import is being worked on just now.' };
    try {
      return await work(client);
    } finally {
      await client.query(`SELECT pg_advisory_unlock(${key})`, [id]).catch(() => {
        broken = true;
      });
    }
  } finally {
    client.release(broken);
  }
}
