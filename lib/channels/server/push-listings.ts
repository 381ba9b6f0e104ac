import { adoptLevels } from './adopt-levels';
import { answerAudit, askAudit } from './audit-escrow';
import { type ClaimedPush, claimPushes, isPushDue } from './claim-pushes';
import { type ChannelDeps, loadConnector } from './load-connector';
import type { TargetPolicy } from './recompute-targets';
import {
  type AnsweredPush,
  backOffPushes,
  pushesSucceed,
  recordApplied,
  recordFailed,
} from './record-pushes';
import { settleBooked } from './settle-booked';

export type PushRound =
  /** Nothing (more) is due. */
  | 'idle'
  /** A full batch was sent: more may be due. */
  | 'more'
  /** The channel did not answer and is left alone for a while. */
  | 'backing_off';

/**
 * Sends one batch of what is due to a channel and records what became of it. A push that was not answered for is
 * settled by the next claim: the same version and quantity again, or a newer number under a higher version.
 */
export async function pushListings(
  deps: ChannelDeps,
  channel: string,
  policy: TargetPolicy,
): Promise<PushRound> {
  if (!(await isPushDue(deps.pool, channel))) return 'idle';
  const loaded = await loadConnector(deps, channel);
  if (!loaded.ok) {
    await backOffPushes(deps.pool, channel, { detail: loaded.detail });
    return 'backing_off';
  }
  const { connector } = loaded.connected;
  const claim = await claimPushes(deps.pool, channel, connector.updates_batch_max, policy);
  if (claim.pushes.length === 0) return claim.full ? 'more' : 'idle';

  const sentAt = new Date();
  const answer = await connector.pushLevels(
    claim.pushes.map(({ listing, location, quantity, version }) => ({
      listing,
      location,
      quantity,
      version,
    })),
  );
  if (!answer.ok) {
    deps.log.warn({ channel, code: answer.failure.code, listings: claim.pushes.length }, 'push not answered');
    await backOffPushes(deps.pool, channel, answer.failure);
    // The channel backs off as a whole; its listings are due as soon as it is tried again.
    await recordFailed(deps.pool, claim.pushes, answer.failure.detail, () => 0);
    return 'backing_off';
  }
  const answered: AnsweredPush[] = claim.pushes.flatMap((push, index) => {
    const outcome = answer.value[index];
    return outcome === undefined ? [] : [{ push, outcome }];
  });
  const having = (status: AnsweredPush['outcome']['status']) =>
    answered.filter(({ outcome }) => outcome.status === status);
  if (policy === 'live') await settleBooked(deps.pool, answered, { sentAt, receivedAt: new Date() });
  await recordApplied(deps.pool, claim, having('applied'));
  await recordFailed(
    deps.pool,
    having('rejected').map(({ push }) => push),
    'The channel rejects this listing.',
  );
  await recordFailed(
    deps.pool,
    having('unknown').map(({ push }) => push),
    'The channel answered without naming this listing.',
  );
  await pushesSucceed(deps.pool, channel);
  const stale = having('stale').map(({ push }) => push);
  if (stale.length > 0) await overtake(deps, channel, stale, policy);
  return claim.full ? 'more' : 'idle';
}

/**
 * The channel has applied a higher version than ours: somebody else writes it, or our number was lost. We read what it
 * shows, take its version as our own last one, and decide anew; orders we may have missed are asked for at once.
 */
async function overtake(
  deps: ChannelDeps,
  channel: string,
  stale: readonly ClaimedPush[],
  policy: TargetPolicy,
): Promise<void> {
  deps.log.warn({ channel, listings: stale.length }, 'the channel holds higher versions than ours');
  await recordFailed(deps.pool, stale, 'The channel has applied a higher version.');
  await deps.pool.query('UPDATE channel_sync SET poll_due_at = now() WHERE channel = $1', [channel]);
  const loaded = await loadConnector(deps, channel);
  if (!loaded.ok) return;
  const { connector } = loaded.connected;
  const listings = [...new Set(stale.map((push) => push.listing))];
  for (let from = 0; from < listings.length; from += connector.listings_read_batch_max) {
    const batch = listings.slice(from, from + connector.listings_read_batch_max);
    const question = policy === 'live' ? await askAudit(deps.pool, channel, batch) : null;
    const askedAt = new Date();
    const read = await connector.readLevels(batch);
    if (!read.ok) continue;
    await adoptLevels(deps.pool, channel, read.value, askedAt, 'overtaken');
    if (question !== null)
      await answerAudit(deps.pool, channel, question, read.value, { askedAt, receivedAt: new Date() }, batch);
  }
}
