import type { Pool } from 'pg';

/** Partitions of the postings are there so many months ahead; what comes later goes to the default partition. */
export const months_ahead = 3;
const maintain_interval_ms = 24 * 60 * 60 * 1000;
const retry_interval_ms = 10 * 60 * 1000;

/** Makes the partitions that are missing; returns how many. */
export async function ensurePartitions(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ made: number }>('SELECT ensure_posting_partitions($1) AS made', [
    months_ahead,
  ]);
  return rows[0]?.made ?? 0;
}

/** Makes them now and then daily. A failure is reported and tried again sooner: three months are time enough. */
export function startMaintainingPartitions(
  pool: Pool,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  let running = maintain();
  async function maintain(): Promise<void> {
    let next = maintain_interval_ms;
    try {
      await ensurePartitions(pool);
    } catch (error) {
      onError(error);
      next = retry_interval_ms;
    }
    if (stopped) return;
    timer = setTimeout(() => {
      running = maintain();
    }, next);
    timer.unref();
  }
  return {
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await running;
    },
  };
}
