import 'server-only';
import { createHash, randomUUID } from 'node:crypto';
import { getPool } from '@/lib/db/client';

export const sign_in_attempts_max = 10;
export const sign_in_window_ms = 15 * 60 * 1000;

/**
 * Counts an attempt to sign in to one account, whichever address it comes from. At most ten in a quarter of an
 * hour, counted in the database so that every process knows; the account's existence plays no part.
 */
export async function countSignInAttempt(
  email: string,
  now = Date.now(),
): Promise<{ allowed: boolean; retryAfterSeconds: number }> {
  const hashed = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
  const { rows } = await getPool().query<{ count: number; last_request: string }>(
    `INSERT INTO rate_limit AS limited (id, key, count, last_request) VALUES ($1, $2, 1, $3)
     ON CONFLICT (key) DO UPDATE SET
       count = CASE WHEN limited.last_request <= $4 THEN 1 ELSE limited.count + 1 END,
       last_request = CASE WHEN limited.last_request <= $4 THEN $3 ELSE limited.last_request END
     RETURNING count, last_request`,
    [randomUUID(), `account:${hashed}`, now, now - sign_in_window_ms],
  );
  const row = rows[0];
  if (row === undefined) throw new Error('an upsert returned no row');
  return {
    allowed: row.count <= sign_in_attempts_max,
    retryAfterSeconds: Math.ceil((Number(row.last_request) + sign_in_window_ms - now) / 1000),
  };
}

/** After a right password the count begins anew. */
export async function forgetSignInAttempts(email: string): Promise<void> {
  const hashed = createHash('sha256').update(email.trim().toLowerCase()).digest('base64url');
  await getPool().query('DELETE FROM rate_limit WHERE key = $1', [`account:${hashed}`]);
}
