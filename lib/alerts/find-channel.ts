import type { AlertFacts, Finding } from './alert';
import type { AlertRule } from './rules';
import { severityOf } from './severity';
import { type ThresholdIndex, thresholdInForce } from './threshold';

/** How a channel is doing; ages in whole seconds, null where there is nothing to be old. */
export interface ChannelFacts {
  channel: string;
  connected: boolean;
  paused: boolean;
  /** Reading it failed so often in a row, pushing to it so often. */
  failures: number;
  pushFailures: number;
  lastError: string | null;
  pushError: string | null;
  /** Since the last answered poll. */
  polledSecondsAgo: number | null;
  pollSeconds: number;
  /** How long the listing that waits longest has waited, and how many wait. */
  waitingSeconds: number | null;
  waiting: number;
}

/** A feed is silent when it has not answered for its limit, and never before it has missed three polls. */
export function feedLimitSeconds({ channel, pollSeconds }: ChannelFacts, thresholds: ThresholdIndex): number {
  const { limit } = thresholdInForce(thresholds, 'feed_silent', at(channel));
  return Math.max(limit ?? 0, Math.ceil(3 * pollSeconds));
}

export function isFeedSilent(facts: ChannelFacts, thresholds: ThresholdIndex): boolean {
  return (
    facts.connected &&
    facts.polledSecondsAgo !== null &&
    facts.polledSecondsAgo > feedLimitSeconds(facts, thresholds)
  );
}

/** What can be wrong with a channel as a whole. A pause is meant so: nothing is pushed, but it is still listened to. */
export function channelFindings(facts: ChannelFacts, thresholds: ThresholdIndex): Finding[] {
  const { channel, connected, paused } = facts;
  const of = (rule: AlertRule) => thresholdInForce(thresholds, rule, at(channel));
  const down = of('channel_down');
  const failures = Math.max(facts.failures, facts.pushFailures);
  const late = of('push_late');
  const silentFrom = feedLimitSeconds(facts, thresholds);
  const waited = connected && !paused ? (facts.waitingSeconds ?? 0) : 0;
  return [
    finding(
      'channel_down',
      facts,
      down,
      failures >= (down.limit ?? 1) ? 'fires' : failures === 0 ? 'clears' : 'between',
      failures,
      down.limit ?? 1,
      {
        error: facts.pushFailures > 0 ? (facts.pushError ?? facts.lastError) : facts.lastError,
        waiting: facts.waiting,
      },
    ),
    finding(
      'feed_silent',
      facts,
      of('feed_silent'),
      isFeedSilent(facts, thresholds) ? 'fires' : 'clears',
      facts.polledSecondsAgo ?? 0,
      silentFrom,
      { error: facts.lastError, pollSeconds: facts.pollSeconds },
    ),
    finding(
      'push_late',
      facts,
      late,
      waited > (late.limit ?? 0) ? 'fires' : 'clears',
      waited,
      late.limit ?? 0,
      {
        waiting: facts.waiting,
        error: facts.pushError,
      },
    ),
  ];
}

function finding(
  rule: AlertRule,
  { channel }: ChannelFacts,
  { off, forSeconds }: { off: boolean; forSeconds: number },
  level: Finding['level'],
  value: number,
  limit: number,
  facts: AlertFacts,
): Finding {
  return {
    rule,
    sku: '',
    node: '',
    channel,
    location: '',
    level: off ? 'clears' : level,
    value,
    limit,
    clearsAt: 0,
    forSeconds,
    unitsAtRisk: 0,
    moneyMinor: null,
    currency: 'INR',
    severity: severityOf(rule, null),
    facts,
    suppressed: null,
  };
}

/** Order lines of a channel that cannot be applied, because nobody knows what was sold. The listing's name is the place. */
export function unknownListing(
  inbox: { channel: string; listing: string; location: string; lines: number; reason: string },
  thresholds: ThresholdIndex,
): Finding {
  const { off, forSeconds } = thresholdInForce(thresholds, 'unknown_listing', at(inbox.channel));
  return {
    rule: 'unknown_listing',
    sku: inbox.listing,
    node: '',
    channel: inbox.channel,
    location: inbox.location,
    level: !off && inbox.lines > 0 ? 'fires' : 'clears',
    value: inbox.lines,
    limit: 0,
    clearsAt: 0,
    forSeconds,
    unitsAtRisk: 0,
    moneyMinor: null,
    currency: 'INR',
    severity: severityOf('unknown_listing', null),
    facts: { reason: inbox.reason },
    suppressed: null,
  };
}

/** The last proof of the ledger. Where none was made, nothing can be said. */
export function proofFailed(
  last: { balanced: boolean; findings: number; first: string | null } | null,
): Finding {
  return {
    rule: 'proof_failed',
    sku: '',
    node: '',
    channel: '',
    location: '',
    level: last === null ? 'unknown' : last.balanced ? 'clears' : 'fires',
    value: last?.findings ?? 0,
    limit: 0,
    clearsAt: 0,
    forSeconds: 0,
    unitsAtRisk: 0,
    moneyMinor: null,
    currency: 'INR',
    severity: 'critical',
    facts: { first: last?.first ?? null },
    suppressed: null,
  };
}

function at(channel: string) {
  return { sku: '', category: '', node: '', channel };
}
