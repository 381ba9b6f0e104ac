import type { ClientBase } from 'pg';
import type { Findings } from '../proof';
import type { CommitPosition } from './commit-order';
import { type EventPostingRow, eventPostingSql, type OrphanRow, postingOf } from './event-posting-row';
import { proveEvent, proveStamps } from './prove-event';
import { readByCursor } from './read-by-cursor';

export interface StretchProven {
  events: number;
  postings: number;
}

/**
 * Recomputes from what is stored the hash, the digest and the postings' sum of every event of a stretch of the commit
 * order, and names postings whose event is gone. Each event is also handed on, in order. Memory holds one event.
 */
export async function proveStretch(
  client: ClientBase,
  after: CommitPosition,
  until: CommitPosition,
  findings: Findings,
  onEvent: (event: EventPostingRow) => void = () => undefined,
): Promise<StretchProven> {
  await client.query('SET LOCAL enable_seqscan = off');
  const proven = { events: 0, postings: 0 };
  const rows = readByCursor<EventPostingRow | OrphanRow>(client, 'stretch', eventPostingSql, [
    after.xid,
    after.sequence,
    until.xid,
    until.sequence,
  ]);
  let event: EventPostingRow | null = null;
  let postings: ReturnType<typeof postingOf>[] = [];
  const close = () => {
    if (event === null) return;
    proven.events += 1;
    proveEvent(event, postings, findings);
    onEvent(event);
    event = null;
  };
  for await (const row of rows) {
    if (row.sequence === null) {
      proven.postings += 1;
      findings.add({
        kind: 'event_missing',
        bucket: row.p_bucket,
        sku: row.p_sku,
        node: row.node,
        sequence: Number(row.p_sequence),
        detail: 'there is a posting, but its event is gone',
      });
      continue;
    }
    if (event === null || row.xid !== event.xid || row.sequence !== event.sequence || row.sku !== event.sku) {
      close();
      event = row;
      postings = [];
    }
    if (row.node === null) continue;
    proven.postings += 1;
    postings.push(postingOf(row, row.node));
    proveStamps(row, findings);
  }
  close();
  return proven;
}
