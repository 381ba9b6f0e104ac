import type { ClientBase } from 'pg';
import type { Finding, Step } from '../alert';
import { type ChannelFacts, channelFindings, proofFailed, unknownListing } from '../find-channel';
import type { ScopedThreshold } from '../threshold';
import { decideSteps } from './decide-steps';
import { readThresholds } from './read-thresholds';

export const channelRules = [
  'proof_failed',
  'channel_down',
  'feed_silent',
  'push_late',
  'unknown_listing',
] as const;
const poll_seconds_default = 15;

/**
 * Looks at the channels, their inboxes and the last proof, and writes what follows. Where a channel goes down, falls
 * silent or comes back, what was told of its listings is looked at again.
 */
export async function evaluateChannels(client: ClientBase): Promise<Step[]> {
  const findings = [...(await findInChannels(client)), proofFailed(await readProof(client))];
  const steps = await decideSteps(client, findings, { skus: null, rules: channelRules }, []);
  const turned = steps.flatMap(({ alert, entries }) =>
    entries.length > 0 && (alert.rule === 'channel_down' || alert.rule === 'feed_silent')
      ? [alert.channel]
      : [],
  );
  if (turned.length > 0)
    await client.query(
      `INSERT INTO alert_mark (sku) SELECT DISTINCT sku FROM alert
       WHERE channel = ANY($1::text[]) AND sku <> '' AND rule <> 'unknown_listing' AND state <> 'resolved'`,
      [turned],
    );
  return steps;
}

/** What the rules find about all channels, with nothing written; `tried` are thresholds that are not in force yet. */
export async function findInChannels(
  client: ClientBase,
  tried: readonly ScopedThreshold[] = [],
): Promise<Finding[]> {
  const thresholds = await readThresholds(client, [], tried);
  const channels = await readChannels(client);
  const findings: Finding[] = channels.flatMap((facts) => channelFindings(facts, thresholds));
  for (const inbox of await readInboxes(client)) findings.push(unknownListing(inbox, thresholds));
  return findings;
}

async function readChannels(client: ClientBase): Promise<ChannelFacts[]> {
  const { rows } = await client.query<{
    channel: string;
    connected: boolean;
    paused: boolean;
    failures: number;
    push_failures: number;
    last_error: string | null;
    push_error: string | null;
    polled_seconds: number | null;
    poll_seconds: number | null;
    waiting_seconds: number | null;
    waiting: string;
  }>(
    `SELECT y.channel, y.connected_at IS NOT NULL AS connected, y.paused, y.failures, y.push_failures, y.last_error,
       y.push_error, (c.config ->> 'pollSeconds')::float8 AS poll_seconds,
       floor(extract(epoch FROM now() - coalesce(y.polled_at, y.connected_at)))::integer AS polled_seconds,
       floor(extract(epoch FROM now() - w.since))::integer AS waiting_seconds, w.waiting
     FROM channel_sync y JOIN channel c ON c.channel = y.channel AND c.connector <> 'none'
     CROSS JOIN LATERAL (
       SELECT min(s.target_at) AS since, count(*) AS waiting FROM listing_sync s
       WHERE s.channel = y.channel AND s.due_at IS NOT NULL
     ) AS w`,
  );
  return rows.map((row) => ({
    channel: row.channel,
    connected: row.connected,
    paused: row.paused,
    failures: row.failures,
    pushFailures: row.push_failures,
    lastError: row.last_error,
    pushError: row.push_error,
    polledSecondsAgo: row.polled_seconds,
    pollSeconds: row.poll_seconds ?? poll_seconds_default,
    waitingSeconds: row.waiting_seconds,
    waiting: Number(row.waiting),
  }));
}

async function readInboxes(client: ClientBase) {
  const { rows } = await client.query<{
    channel: string;
    listing: string;
    location: string;
    lines: string;
    reason: string;
  }>(
    `SELECT channel, listing, location, count(*) AS lines, min(reason) AS reason FROM channel_inbox
     GROUP BY channel, listing, location`,
  );
  return rows.map((row) => ({ ...row, lines: Number(row.lines) }));
}

async function readProof(client: ClientBase) {
  const { rows } = await client.query<{ balanced: boolean; findings: number; first: string | null }>(
    `SELECT balanced, jsonb_array_length(findings) AS findings, findings -> 0 ->> 'detail' AS first FROM proof_run
     ORDER BY run DESC LIMIT 1`,
  );
  return rows[0] ?? null;
}
