import { withTransaction } from '@/lib/db/transaction';
import { backOffMs } from '../back-off';
import { adoptLevels } from './adopt-levels';
import { answerAudit, askAudit } from './audit-escrow';
import { tallyChannel } from './channel-hours';
import { type ChannelDeps, loadConnector } from './load-connector';
import { outbox_notification } from './mark-listings-dirty';
import { recomputeTargets, type TargetPolicy } from './recompute-targets';

/** A read-back whose process died is taken up by another after so long. */
export const read_back_lease_ms = 60_000;
const skus_batch_max = 500;

/**
 * Reads back what a channel shows, if that is due: the first time it connects the channel (from then on it is pushed
 * to, and orders placed before count only as far as they were not shipped), later it is the audit that finds drift.
 * Returns false where nothing was due.
 */
export async function readBack(deps: ChannelDeps, channel: string, policy: TargetPolicy): Promise<boolean> {
  const { pool } = deps;
  const claimed = await pool.query<{ connected_at: Date | null; failures: number }>(
    `UPDATE channel_sync SET audit_due_at = now() + $2::integer * interval '1 millisecond'
     WHERE channel = (
       SELECT channel FROM channel_sync WHERE channel = $1 AND audit_due_at <= now() + interval '1 millisecond' FOR UPDATE SKIP LOCKED)
     RETURNING connected_at, failures`,
    [channel, read_back_lease_ms],
  );
  const [sync] = claimed.rows;
  if (sync === undefined) return false;
  const loaded = await loadConnector(deps, channel);
  if (!loaded.ok) {
    await failed(deps, channel, sync.failures, loaded.detail);
    return true;
  }
  const { connector, config } = loaded.connected;
  const first = sync.connected_at === null;
  // What is ordered between question and answer is noted against the question.
  if (first && policy === 'live') await createOutboxRows(deps, channel, policy);
  const question = policy === 'live' ? await askAudit(pool, channel) : null;
  const askedAt = new Date();
  const read = await connector.readLevels();
  if (!read.ok) {
    await failed(deps, channel, sync.failures, read.failure.detail, read.failure.retryAfterMs);
    return true;
  }
  const receivedAt = new Date();
  if (first && policy !== 'live') await createOutboxRows(deps, channel, policy);
  const drifted = await withTransaction(pool, async (client) => {
    const found = await adoptLevels(client, channel, read.value, askedAt, first ? 'connection' : 'audit');
    await client.query(
      `UPDATE channel_sync SET connected_at = coalesce(connected_at, $2), audited_at = $2, failures = 0,
         audit_due_at = now() + $3::integer * interval '1 millisecond', last_error = NULL,
         poll_due_at = CASE WHEN connected_at IS NULL THEN now() ELSE poll_due_at END
       WHERE channel = $1`,
      [channel, askedAt, Math.round(config.auditSeconds * 1000)],
    );
    await client.query(`NOTIFY ${outbox_notification}`);
    return found;
  });
  if (question !== null) await answerAudit(pool, channel, question, read.value, { askedAt, receivedAt });
  await tallyChannel(pool, channel, { polled: 1 });
  if (first) deps.log.info({ channel, listings: read.value.length }, 'channel connected');
  for (const drift of drifted)
    deps.log.warn({ channel, ...drift }, 'the listing shows more than it acknowledged');
  return true;
}

/** What is read back is written beside what should be shown, so every listing needs its row first. */
async function createOutboxRows(deps: ChannelDeps, channel: string, policy: TargetPolicy): Promise<void> {
  const { rows } = await deps.pool.query<{ sku: string }>(
    'SELECT DISTINCT sku FROM listing WHERE channel = $1 ORDER BY sku',
    [channel],
  );
  for (let from = 0; from < rows.length; from += skus_batch_max) {
    const skus = rows.slice(from, from + skus_batch_max).map((row) => row.sku);
    await withTransaction(deps.pool, (client) => recomputeTargets(client, skus, policy));
  }
}

async function failed(
  deps: ChannelDeps,
  channel: string,
  failures: number,
  detail: string,
  retryAfterMs?: number,
): Promise<void> {
  deps.log.warn({ channel, detail }, 'read-back failed');
  await tallyChannel(deps.pool, channel, { pollFailed: 1 });
  await deps.pool.query(
    `UPDATE channel_sync SET failures = failures + 1, last_error = $2, last_error_at = now(),
       audit_due_at = now() + $3::integer * interval '1 millisecond'
     WHERE channel = $1`,
    [channel, detail, backOffMs(failures + 1, Math.random(), retryAfterMs)],
  );
}
