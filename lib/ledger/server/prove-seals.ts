import type { ClientBase } from 'pg';
import type { Findings } from '../proof';
import { type BucketSeal, firstRoot, sameBytes, sealRoot } from '../seal';
import { readByCursor } from './read-by-cursor';
import { seal_events_consumer } from './seal-events';

interface SealRow {
  seal: string;
  xid: string;
  sequence: string;
  events: string;
  events_total: string;
  root: Buffer;
  sealed_at: Date;
  bucket: number | null;
  bucket_events: string | null;
  hash: Buffer | null;
}

/**
 * Recomputes the keyed root of every seal after `from` (0: of all) and that none is missing. After a seal that differs
 * it goes on from the stored root. Returns the last seal, null where there is none.
 */
export async function proveSeals(
  client: ClientBase,
  key: Uint8Array,
  findings: Findings,
  from = 0,
): Promise<number | null> {
  const { rows: before } = await client.query<{ root: Buffer; events_total: string }>(
    'SELECT root, events_total FROM seal WHERE seal = $1',
    [from],
  );
  let previous = {
    seal: from,
    root: (before[0]?.root ?? firstRoot()) as Uint8Array,
    eventsTotal: Number(before[0]?.events_total ?? 0),
  };
  let seal: SealRow | null = null;
  let buckets: BucketSeal[] = [];
  const close = () => {
    if (seal === null) return;
    const number = Number(seal.seal);
    const eventsTotal = Number(seal.events_total);
    if (number !== previous.seal + 1)
      findings.add({
        kind: 'seal_broken',
        detail: `between seal ${previous.seal} and seal ${number}, ${number - previous.seal - 1} are missing`,
      });
    const root = sealRoot(
      key,
      {
        seal: number,
        xid: Number(seal.xid),
        sequence: Number(seal.sequence),
        events: Number(seal.events),
        eventsTotal,
        sealedAt: seal.sealed_at.toISOString(),
      },
      previous.root,
      buckets,
    );
    if (!sameBytes(root, seal.root))
      findings.add({
        kind: 'seal_broken',
        detail: `seal ${number} is not what the key gives for its facts and buckets`,
      });
    previous = { seal: number, root: seal.root, eventsTotal };
  };
  const rows = readByCursor<SealRow>(
    client,
    'seals',
    `SELECT s.seal, s.xid, s.sequence, s.events, s.events_total, s.root, s.sealed_at, b.bucket,
       b.events AS bucket_events, b.hash
     FROM seal s LEFT JOIN seal_bucket b USING (seal) WHERE s.seal > $1 ORDER BY s.seal, b.bucket`,
    [from],
  );
  for await (const row of rows) {
    if (seal === null || row.seal !== seal.seal) {
      close();
      seal = row;
      buckets = [];
    }
    if (row.bucket !== null && row.hash !== null)
      buckets.push({ bucket: row.bucket, events: Number(row.bucket_events), hash: row.hash });
  }
  close();
  await proveEnd(client, findings);
  return previous.seal === 0 ? null : previous.seal;
}

/** The cursor of the sealing consumer stands where the last seal ends: else seals were cut off, or the cursor moved. */
async function proveEnd(client: ClientBase, findings: Findings): Promise<void> {
  const { rows } = await client.query<{ seals: string | null; cursor: string | null }>(
    `SELECT (SELECT concat(xid, '.', sequence) FROM seal ORDER BY seal DESC LIMIT 1) AS seals,
       (SELECT concat(xid, '.', sequence) FROM consumer_cursor WHERE consumer = $1) AS cursor`,
    [seal_events_consumer],
  );
  const seals = rows[0]?.seals ?? '0.0';
  const cursor = rows[0]?.cursor ?? '0.0';
  if (seals !== cursor)
    findings.add({
      kind: 'seal_broken',
      detail: `the last seal ends at ${seals}, sealing has come to ${cursor}`,
    });
}
