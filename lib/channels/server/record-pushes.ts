import type { Pool } from 'pg';
import { backOffMs } from '../back-off';
import type { ConnectorFailure, PushOutcome } from '../connector';
import { tallyChannel } from './channel-hours';
import type { Claim, ClaimedPush } from './claim-pushes';

const error_chars_max = 500;

/** Rows are locked in the order of their keys, as the targets' computation locks them, so that neither waits for ever. */
const lockedSql = (given: string) => `SELECT d.* FROM ${given}
  CROSS JOIN LATERAL (
    SELECT 1 FROM listing_sync s WHERE s.bucket = d.bucket AND s.sku = d.sku AND s.channel = d.channel
      AND s.location = d.location AND s.version = d.version FOR NO KEY UPDATE) AS locked`;

function inOrder<Entry>(entries: readonly Entry[], pushOf: (entry: Entry) => ClaimedPush): Entry[] {
  const compare = <Key extends string | number>(a: Key, b: Key) => (a < b ? -1 : Number(a > b));
  return [...entries].sort((one, other) => {
    const [a, b] = [pushOf(one).row, pushOf(other).row];
    return compare(a.bucket, b.bucket) || compare(a.sku, b.sku) || compare(a.location, b.location);
  });
}

/** A push together with what its channel answered. */
export interface AnsweredPush {
  push: ClaimedPush;
  outcome: PushOutcome;
}

/**
 * Records the pushes that the channel has applied. Only where the version is still the one sent: what was superseded
 * meanwhile is settled by the later push. A listing that should show something else by now is due at once.
 */
export async function recordApplied(
  pool: Pool,
  claim: Claim,
  unordered: readonly AnsweredPush[],
): Promise<void> {
  if (unordered.length === 0) return;
  const answered = inOrder(unordered, ({ push }) => push);
  await pool.query(
    `WITH d AS MATERIALIZED (${lockedSql(
      `unnest($1::smallint[], $2::text[], $3::text[], $4::bigint[], $5::timestamptz[], $6::integer[], $8::text[])
         AS d (bucket, sku, location, version, applied_at, pack, channel)`,
    )})
     UPDATE listing_sync s SET acknowledged = s.published, acknowledged_version = s.version,
       acknowledged_at = coalesce(least(d.applied_at, now()), s.published_at), acknowledged_sequence = $7,
       in_flight_until = NULL, attempts = 0, last_error = NULL, booked_version = NULL,
       due_at = CASE WHEN NOT s.escrow AND s.target / d.pack <> s.published THEN now() END
     FROM d
     WHERE s.bucket = d.bucket AND s.sku = d.sku AND s.channel = d.channel AND s.location = d.location
       AND s.version = d.version`,
    [
      answered.map(({ push }) => push.row.bucket),
      answered.map(({ push }) => push.row.sku),
      answered.map(({ push }) => push.row.location),
      answered.map(({ push }) => push.version),
      answered.map(({ outcome }) => outcome.appliedAt ?? null),
      answered.map(({ push }) => push.row.unitsPerListing),
      claim.sequence,
      answered.map(({ push }) => push.row.channel),
    ],
  );
  await tallyChannel(pool, answered[0]?.push.row.channel ?? '', { pushed: answered.length });
}

/** Records pushes that were not applied, or of which nobody knows: each listing backs off by itself. */
export async function recordFailed(
  pool: Pool,
  unordered: readonly ClaimedPush[],
  error: string,
  wait: (push: ClaimedPush) => number = (push) => backOffMs(push.row.attempts + 1, Math.random()),
): Promise<void> {
  if (unordered.length === 0) return;
  const pushes = inOrder(unordered, (push) => push);
  await pool.query(
    `WITH d AS MATERIALIZED (${lockedSql(
      `unnest($1::smallint[], $2::text[], $3::text[], $4::bigint[], $5::integer[], $7::text[])
         AS d (bucket, sku, location, version, wait_ms, channel)`,
    )})
     UPDATE listing_sync s SET in_flight_until = NULL, attempts = s.attempts + 1, last_error = $6,
       due_at = now() + d.wait_ms * interval '1 millisecond'
     FROM d
     WHERE s.bucket = d.bucket AND s.sku = d.sku AND s.channel = d.channel AND s.location = d.location
       AND s.version = d.version`,
    [
      pushes.map((push) => push.row.bucket),
      pushes.map((push) => push.row.sku),
      pushes.map((push) => push.row.location),
      pushes.map((push) => push.version),
      pushes.map((push) => Math.round(wait(push))),
      error.slice(0, error_chars_max),
      pushes.map((push) => push.row.channel),
    ],
  );
  await tallyChannel(pool, pushes[0]?.row.channel ?? '', { pushFailed: pushes.length });
}

/** Holds back all pushes of a channel that does not answer, longer each time, or as long as it asked for. */
export async function backOffPushes(
  pool: Pool,
  channel: string,
  failure: Pick<ConnectorFailure, 'detail' | 'retryAfterMs'>,
): Promise<void> {
  const { rows } = await pool.query<{ push_failures: number }>(
    'SELECT push_failures FROM channel_sync WHERE channel = $1',
    [channel],
  );
  const failures = (rows[0]?.push_failures ?? 0) + 1;
  await pool.query(
    `UPDATE channel_sync SET push_failures = $2, push_error = $3,
       push_due_at = now() + $4::integer * interval '1 millisecond'
     WHERE channel = $1`,
    [
      channel,
      failures,
      failure.detail.slice(0, error_chars_max),
      backOffMs(failures, Math.random(), failure.retryAfterMs),
    ],
  );
}

export async function pushesSucceed(pool: Pool, channel: string): Promise<void> {
  await pool.query(
    `UPDATE channel_sync SET push_failures = 0, push_error = NULL, push_due_at = NULL
     WHERE channel = $1 AND (push_failures > 0 OR push_error IS NOT NULL)`,
    [channel],
  );
}
