import type { Pool, PoolClient } from 'pg';
import { type ProveOptions, prove } from './prove';

/** One lock for all processes: of those who ask at the same moment one walks. */
const walk_lock = 0x70_72_6f_6f;
const progress_ms_min = 500;
const heartbeat_ms = 5_000;
/** A walk that has not shown itself for so long has died with its process. */
export const walk_silent_ms_max = 20_000;

export type StartedWalk =
  | { ok: true; walk: number; done: Promise<void> }
  | { ok: false; code: 'already_running'; detail: string };

/**
 * Starts a walk of the whole proof behind the request that asks for it. Its progress stands in proof_walk, so every
 * screen sees it and a reload loses nothing; its result is kept in proof_run. `done` is for those who wait.
 */
export async function startProofWalk(
  options: Omit<ProveOptions, 'onProgress'>,
  actor: string,
): Promise<StartedWalk> {
  const { pool } = options;
  const client = await pool.connect();
  try {
    const { rows } = await client.query<{ locked: boolean }>('SELECT pg_try_advisory_lock($1) AS locked', [
      walk_lock,
    ]);
    if (rows[0]?.locked !== true) {
      client.release();
      return { ok: false, code: 'already_running', detail: 'The proof is being walked already.' };
    }
    // Whoever holds the lock knows that no other walk is alive.
    await client.query(
      `UPDATE proof_walk SET ended_at = clock_timestamp(), error = 'Its process ended before it did.'
       WHERE ended_at IS NULL`,
    );
    const started = await client.query<{ walk: string }>(
      `INSERT INTO proof_walk (started_by, events_total)
       VALUES ($1, coalesce((SELECT events_total FROM seal ORDER BY seal DESC LIMIT 1), 0)) RETURNING walk`,
      [actor],
    );
    const walk = Number(started.rows[0]?.walk);
    return { ok: true, walk, done: run(options, client, walk) };
  } catch (error) {
    client.release(true);
    throw error;
  }
}

async function run(
  options: Omit<ProveOptions, 'onProgress'>,
  client: PoolClient,
  walk: number,
): Promise<void> {
  const { pool } = options;
  const seen = { buckets: 0, events: 0, toldAtMs: 0 };
  const tell = () =>
    pool
      .query(
        `UPDATE proof_walk SET buckets = $2, events = $3, events_total = greatest(events_total, $3),
           progressed_at = clock_timestamp() WHERE walk = $1 AND ended_at IS NULL`,
        [walk, seen.buckets, seen.events],
      )
      // What cannot be told now is told by the next beat, or by the end.
      .catch(() => undefined);
  const beat = setInterval(() => void tell(), heartbeat_ms);
  beat.unref();
  try {
    const proof = await prove({
      ...options,
      onProgress(done) {
        Object.assign(seen, done);
        if (Date.now() - seen.toldAtMs < progress_ms_min) return;
        seen.toldAtMs = Date.now();
        void tell();
      },
    });
    await end(pool, walk, proof.balanced, null);
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    await end(pool, walk, null, detail).catch(() => undefined);
  } finally {
    clearInterval(beat);
    // Gone with its session, whatever became of the connection.
    client.release(true);
  }
}

async function end(pool: Pool, walk: number, balanced: boolean | null, error: string | null): Promise<void> {
  await pool.query(
    `UPDATE proof_walk SET ended_at = clock_timestamp(), progressed_at = clock_timestamp(), balanced = $2, error = $3
     WHERE walk = $1`,
    [walk, balanced, error],
  );
}
