import type { Pool } from 'pg';

export const idempotency_kept_days = 30;
export const swept_keys_batch_max = 10_000;
const sweep_every_ms = 60 * 60 * 1000;

/** Drops kept answers past their time, a bounded number per call; returns how many. */
export async function sweepIdempotencyKeys(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(
    `DELETE FROM idempotency_key WHERE ctid = ANY (ARRAY(
       SELECT ctid FROM idempotency_key WHERE created_at < now() - make_interval(days => $1) LIMIT $2))`,
    [idempotency_kept_days, swept_keys_batch_max],
  );
  return rowCount ?? 0;
}

/** Sweeps now and every hour until it is stopped. */
export function startIdempotencySweep(
  pool: Pool,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  let stopped = false;
  let running = Promise.resolve();
  const sweep = async () => {
    try {
      while (!stopped && (await sweepIdempotencyKeys(pool)) === swept_keys_batch_max);
    } catch (error) {
      onError(error);
    }
  };
  const start = () => {
    running = running.then(sweep);
  };
  start();
  const timer = setInterval(start, sweep_every_ms);
  return {
    async stop() {
      stopped = true;
      clearInterval(timer);
      await running;
    },
  };
}
