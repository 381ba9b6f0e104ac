import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import { databaseErrorKind } from './errors';

export const transaction_attempts_max = 8;
const backoff_first_ms = 2;
const backoff_ms_max = 250;

export interface TransactionOptions {
  isolation?: 'read committed' | 'repeatable read' | 'serializable';
  readOnly?: boolean;
  attemptsMax?: number;
}

/**
 * Runs `work` in one transaction and commits it. Where another transaction got in between (deadlock,
 * serialization failure), and where the connection was lost before COMMIT was sent, everything is rolled back
 * and `work` runs again on a fresh start, at most `attemptsMax` times; so `work` must do nothing outside the
 * transaction. A connection lost during COMMIT is thrown: whether it was committed is not known, and only the
 * caller's idempotency key can settle it.
 */
export async function withTransaction<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  options: TransactionOptions = {},
): Promise<T> {
  const attemptsMax = options.attemptsMax ?? transaction_attempts_max;
  for (let attempt = 1; ; attempt += 1) {
    const progress = { commitSent: false };
    try {
      return await attemptOnce(pool, work, beginStatement(options), progress);
    } catch (error) {
      const kind = databaseErrorKind(error);
      const retryable = kind === 'conflict' || (kind === 'unavailable' && !progress.commitSent);
      if (!retryable || attempt >= attemptsMax) throw error;
      await wait(backoffMs(attempt));
    }
  }
}

async function attemptOnce<T>(
  pool: Pool,
  work: (client: PoolClient) => Promise<T>,
  begin: string,
  progress: { commitSent: boolean },
): Promise<T> {
  const client = await pool.connect();
  // A connection can be lost between two queries. Known before COMMIT is sent, nothing is in doubt.
  let lost: Error | undefined;
  const onLost = (error: Error) => {
    lost = error;
  };
  client.on('error', onLost);
  let broken = false;
  try {
    await client.query(begin);
    const result = await work(client);
    if (lost !== undefined) throw lost;
    progress.commitSent = true;
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = lost !== undefined || databaseErrorKind(error) === 'unavailable';
    if (!broken) await client.query('ROLLBACK').catch(() => (broken = true));
    throw error;
  } finally {
    client.off('error', onLost);
    client.release(broken);
  }
}

function beginStatement(options: TransactionOptions): string {
  const isolation =
    options.isolation === undefined ? '' : ` ISOLATION LEVEL ${options.isolation.toUpperCase()}`;
  return `BEGIN${isolation}${options.readOnly === true ? ' READ ONLY' : ''}`;
}

/** Doubling, with full jitter, so that two that collided do not collide again in step. */
function backoffMs(attempt: number): number {
  return Math.random() * Math.min(backoff_ms_max, backoff_first_ms * 2 ** attempt);
}
