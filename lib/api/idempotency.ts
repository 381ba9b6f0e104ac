import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import { type Answer, problem } from './problem';

export const idempotency_header = 'idempotency-key';
export const idempotency_key_chars_max = 200;
/** A request that has not answered by now was killed: the next one with its key takes over. */
export const idempotency_claim_ms_max = 60_000;

/** Which request this is, to a use case that has to give its own ids and instants the same again. */
export interface Repeatable {
  /** Names the request among all of its kind: derive ids from it. */
  id: string;
  /** When it came for the first time; a retry after a crash carries the same instant. */
  requestedAt: Date;
}

/** The key of a request, or why it will not do. */
export function readIdempotencyKey(headers: Headers): { key: string } | { answer: Answer } {
  const key = headers.get(idempotency_header);
  const wrong =
    key === null || key === ''
      ? 'Send an Idempotency-Key header with a value of your own, the same for every try of one request.'
      : key.length > idempotency_key_chars_max || !/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(key)
        ? `An Idempotency-Key has 1 to ${idempotency_key_chars_max} printable ASCII characters.`
        : null;
  if (wrong === null && key !== null) return { key };
  return {
    answer: problem('idempotency_key_required', wrong ?? '', {
      errors: [
        { pointer: 'Idempotency-Key', detail: key === null ? 'is required' : 'is not usable as a key' },
      ],
    }),
  };
}

interface KeptRow {
  request_hash: Buffer;
  status: number | null;
  response: unknown;
  created_at: Date;
  mine: boolean;
}

/**
 * Runs `work` once per (principal, route, key): the same request again gets the kept answer, another one under the
 * same key 422, one that is still under way 409. Kept are successes and the refusals of a request by its facts (409,
 * 410); what was wrong with its form (or with us) is forgotten, so that it may come again corrected.
 */
export async function answerOnce(
  pool: Pool,
  request: { principal: string; route: string; key: string; body: unknown },
  work: (repeatable: Repeatable) => Promise<Answer>,
): Promise<Answer> {
  const { principal, route, key } = request;
  const names = [principal, route, key];
  const hash = sha256(JSON.stringify(request.body ?? null));
  const row = await claim(pool, names, hash);
  if (!row.request_hash.equals(hash))
    return problem(
      'idempotency_mismatch',
      'This Idempotency-Key came with another body before: take a new one.',
    );
  if (row.status !== null)
    return { status: row.status, body: row.response, headers: { 'idempotency-replayed': 'true' } };
  if (!row.mine)
    return problem('idempotency_in_flight', 'The same request is being answered: ask again shortly.', {
      headers: { 'retry-after': '1' },
    });
  const id = sha256(JSON.stringify(names)).toString('hex').slice(0, 32);
  let answer: Answer;
  try {
    answer = await work({ id, requestedAt: row.created_at });
  } catch (error) {
    await release(pool, names);
    throw error;
  }
  if (answer.status >= 300 && answer.status !== 409 && answer.status !== 410) await forget(pool, names);
  else
    await pool.query(
      'UPDATE idempotency_key SET status = $4, response = $5 WHERE principal = $1 AND route = $2 AND key = $3',
      [...names, answer.status, JSON.stringify(answer.body ?? null)],
    );
  return answer;
}

/** Inserts or takes over; either way exactly one of several concurrent requests has `mine`. */
async function claim(pool: Pool, names: readonly string[], hash: Buffer): Promise<KeptRow> {
  for (;;) {
    const claimed = await pool.query<KeptRow>(
      `INSERT INTO idempotency_key AS kept (principal, route, key, request_hash) VALUES ($1, $2, $3, $4)
       ON CONFLICT (principal, route, key) DO UPDATE SET claimed_at = now()
         WHERE kept.status IS NULL AND kept.request_hash = excluded.request_hash
           AND kept.claimed_at < now() - make_interval(secs => $5)
       RETURNING request_hash, status, response, created_at, TRUE AS mine`,
      [...names, hash, idempotency_claim_ms_max / 1000],
    );
    const row = claimed.rows[0] ?? (await read(pool, names));
    // Between the two statements the other request may have been forgotten: then it is ours to claim after all.
    if (row !== undefined) return row;
  }
}

async function read(pool: Pool, names: readonly string[]): Promise<KeptRow | undefined> {
  const { rows } = await pool.query<KeptRow>(
    `SELECT request_hash, status, response, created_at, FALSE AS mine FROM idempotency_key
     WHERE principal = $1 AND route = $2 AND key = $3`,
    [...names],
  );
  return rows[0];
}

/** After a failure of ours the outcome is not known: the row stays, so that a retry carries the same id and instant. */
async function release(pool: Pool, names: readonly string[]): Promise<void> {
  await pool
    .query(
      `UPDATE idempotency_key SET claimed_at = '-infinity'
       WHERE principal = $1 AND route = $2 AND key = $3 AND status IS NULL`,
      [...names],
    )
    .catch(() => undefined);
}

async function forget(pool: Pool, names: readonly string[]): Promise<void> {
  await pool.query(
    'DELETE FROM idempotency_key WHERE principal = $1 AND route = $2 AND key = $3 AND status IS NULL',
    [...names],
  );
}

function sha256(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
