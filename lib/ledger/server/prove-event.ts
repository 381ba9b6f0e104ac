import { bucketOf } from '../bucket';
import { contentHash, eventDigest } from '../digest';
import type { Findings } from '../proof';
import type { Posting } from '../state';
import type { EventPostingRow } from './event-posting-row';
import { occurred_ahead_ms_max } from './true-balances';

/** Judges one event by what is stored of it and of its postings. */
export function proveEvent(row: EventPostingRow, postings: readonly Posting[], findings: Findings): void {
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
  if (hash !== stored)
    findings.add({
      kind: 'event_changed',
      ...at,
      detail: `${named}: what was reported (source, id, type, SKU, quantity, time or content) does not match its hash`,
    });
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

/** A posting is recorded with its event, and nothing occurs long after it was recorded. */
export function proveStamps(row: EventPostingRow, findings: Findings): void {
  const { p_occurred_at: occurredAt, p_recorded_at: recordedAt } = row;
  const agrees =
    recordedAt?.getTime() === row.recorded_at.getTime() &&
    (occurredAt?.getTime() ?? 0) - row.recorded_at.getTime() <= occurred_ahead_ms_max;
  if (agrees) return;
  findings.add({
    kind: 'event_changed',
    bucket: row.bucket,
    sku: row.sku,
    node: row.node ?? '',
    sequence: Number(row.sequence),
    detail: `the posting was recorded at ${recordedAt?.toISOString()} (occurred ${occurredAt?.toISOString()}), its event at ${row.recorded_at.toISOString()}`,
  });
}
