import type { ClientBase } from 'pg';
import { bucketOf } from '../bucket';
import { contentHash, eventDigest } from '../digest';
import type { Findings } from '../proof';
import type { Posting } from '../state';
import { type EventPostingRow, eventPostingColumns, postingOf } from './event-posting-row';
import type { BucketSpan } from './prove-balances';
import { BucketChains, readBucketSeals } from './prove-bucket-chains';
import { readByCursor } from './read-by-cursor';
import { readLastSeal } from './seal-events';
import { occurred_ahead_ms_max } from './true-balances';

export interface EventsProven {
  events: number;
  postings: number;
}

/**
 * Recomputes from what is stored the hash and the digest of every event of a span of buckets, the sum of its postings,
 * and the sealed chain of its bucket. Memory holds one event at a time.
 */
export async function proveEvents(
  client: ClientBase,
  span: BucketSpan,
  findings: Findings,
): Promise<EventsProven> {
  const proven = { events: 0, postings: 0 };
  const last = await readLastSeal(client);
  const chains = new BucketChains(readBucketSeals(client, span), last, findings);
  const rows = readByCursor<EventPostingRow>(
    client,
    'events_with_postings',
    `SELECT ${eventPostingColumns} FROM inventory_event e
     LEFT JOIN posting p ON p.bucket = e.bucket AND p.sku = e.sku AND p.sequence = e.sequence
     WHERE e.bucket BETWEEN $1 AND $2
     ORDER BY e.bucket, e.xid, e.sequence, p.node`,
    [span.first, span.last],
  );
  let event: EventPostingRow | null = null;
  let postings: Posting[] = [];
  const close = async () => {
    if (event === null) return;
    proven.events += 1;
    proven.postings += postings.length;
    proveEvent(event, postings, findings);
    await chains.add(event);
  };
  for await (const row of rows) {
    if (event === null || row.sequence !== event.sequence || row.sku !== event.sku) {
      await close();
      event = row;
      postings = [];
    }
    if (row.node !== null) {
      postings.push(postingOf(row, row.node));
      proveStamps(row, findings);
    }
  }
  await close();
  await chains.finish();
  await findOrphans(client, span, findings);
  return proven;
}

function proveEvent(row: EventPostingRow, postings: readonly Posting[], findings: Findings): void {
  const at = { bucket: row.bucket, sku: row.sku, sequence: Number(row.sequence) };
  const named = `${row.source}/${row.id}`;
  if (row.bucket !== bucketOf(row.sku))
    findings.add({
      kind: 'event_changed',
      ...at,
      detail: `${named}: the SKU belongs in bucket ${bucketOf(row.sku)}`,
    });
  const { source, id, type, sku } = row;
  const quantity = row.quantity === null ? null : Number(row.quantity);
  const hash = contentHash(
    { source, id, type, sku, quantity, occurredAt: row.occurred_at.toISOString() },
    row.content,
  );
  const stored = row.hash.toString('hex');
  const digest = eventDigest(
    stored,
    {
      sequence: at.sequence,
      recordedAt: row.recorded_at.toISOString(),
      actor: row.actor,
      refusal: row.refusal,
      detail: row.detail,
      shortfall: row.shortfall === null ? null : Number(row.shortfall),
    },
    postings,
  );
  if (hash !== stored)
    findings.add({
      kind: 'event_changed',
      ...at,
      detail: `${named}: what was reported (source, id, type, SKU, quantity, time or content) does not match its hash`,
    });
  if (digest !== row.digest.toString('hex'))
    findings.add({
      kind: 'event_changed',
      ...at,
      detail: `${named}: its sequence, recording time, actor, verdict, hash or postings do not match its digest`,
    });
  let sum = 0;
  for (const posting of postings)
    for (const legs of [posting.deltas, posting.outside])
      for (const delta of Object.values(legs)) sum += delta;
  if (sum !== 0)
    findings.add({
      kind: 'event_unbalanced',
      ...at,
      detail: `${named}: its postings sum to ${sum} instead of 0`,
    });
}

/** What a posting repeats of its event must agree, and nothing may occur long after it was recorded. */
function proveStamps(row: EventPostingRow, findings: Findings): void {
  const { p_occurred_at: occurredAt, p_recorded_at: recordedAt } = row;
  const agrees =
    row.p_xid === row.xid &&
    recordedAt?.getTime() === row.recorded_at.getTime() &&
    (occurredAt?.getTime() ?? 0) - row.recorded_at.getTime() <= occurred_ahead_ms_max;
  if (agrees) return;
  findings.add({
    kind: 'event_changed',
    bucket: row.bucket,
    sku: row.sku,
    node: row.node ?? '',
    sequence: Number(row.sequence),
    detail: `the posting was recorded at ${recordedAt?.toISOString()} (occurred ${occurredAt?.toISOString()}) in transaction ${row.p_xid}, its event at ${row.recorded_at.toISOString()} in transaction ${row.xid}`,
  });
}

/** Postings whose event is gone tell which event is missing. */
async function findOrphans(client: ClientBase, span: BucketSpan, findings: Findings): Promise<void> {
  const orphans = readByCursor<{ bucket: number; sku: string; node: string; sequence: string }>(
    client,
    'orphans',
    `SELECT p.bucket, p.sku, p.node, p.sequence FROM posting p
     WHERE p.bucket BETWEEN $1 AND $2 AND NOT EXISTS (
       SELECT FROM inventory_event e WHERE e.xid = p.xid AND e.sequence = p.sequence
     ) ORDER BY p.sequence`,
    [span.first, span.last],
  );
  for await (const { bucket, sku, node, sequence } of orphans)
    findings.add({
      kind: 'event_missing',
      bucket,
      sku,
      node,
      sequence: Number(sequence),
      detail: 'there is a posting, but its event is gone',
    });
}
