import type { ClientBase, Pool, PoolClient } from 'pg';
import { firstRoot, type SealedLeaf, sealBuckets, sealKey, sealRoot } from '../seal';
import type { BackgroundOptions } from './close-days';
import type { CommitPosition, EventRange } from './commit-order';
import { type Consumer, startRangeConsumer } from './consume';

export const seal_events_consumer = 'seal_events';
/** A seal closes at most so many events, */
const events_per_seal_max = 10_000;
/** and is made at least so often while there are events. Fewer, larger seals keep their tables small. */
const seal_interval_ms = 2_000;

/** Seals the event log behind the ledger. `secretKey` is the installation's own, kept outside of the database. */
export function startSealing(options: BackgroundOptions & { secretKey: string }): Consumer {
  const { secretKey, ...consumer } = options;
  const key = sealKey(secretKey);
  return startRangeConsumer({
    poll_ms: seal_interval_ms,
    ...consumer,
    name: seal_events_consumer,
    events_batch_max: events_per_seal_max,
    // By the clock alone: woken on every commit it would make a seal for every event.
    notifications: null,
    handle: (client, range) => sealRange(client, range, key),
  });
}

/** Closes a stretch of the commit order with the next seal. The cursor's lock keeps two from sealing at once. */
export async function sealRange(client: PoolClient, range: EventRange, key: Uint8Array): Promise<void> {
  await client.query('SET LOCAL enable_seqscan = off');
  const last = await readLastSeal(client);
  if (last !== null && !isBefore(last, range.until))
    throw new Error(
      `Seal ${last.seal} stands beyond the cursor of ${seal_events_consumer}: verify the ledger.`,
    );
  const leaves = await readLeaves(client, range);
  const previous = await readBucketHashes(client, [...new Set(leaves.map(({ bucket }) => bucket))]);
  const buckets = sealBuckets(previous, leaves);
  const facts = {
    seal: (last?.seal ?? 0) + 1,
    xid: range.until.xid,
    sequence: range.until.sequence,
    events: leaves.length,
    eventsTotal: (last?.eventsTotal ?? 0) + leaves.length,
    sealedAt: new Date().toISOString(),
  };
  const root = sealRoot(key, facts, last?.root ?? firstRoot(), buckets);
  await client.query(
    `INSERT INTO seal (seal, xid, sequence, events, events_total, root, sealed_at)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [facts.seal, facts.xid, facts.sequence, facts.events, facts.eventsTotal, root, facts.sealedAt],
  );
  await client.query(
    `INSERT INTO seal_bucket (bucket, seal, events, hash)
     SELECT bucket, $1, events, hash FROM unnest($2::smallint[], $3::bigint[], $4::bytea[]) AS b (bucket, events, hash)`,
    [
      facts.seal,
      buckets.map(({ bucket }) => bucket),
      buckets.map(({ events }) => events),
      buckets.map(({ hash }) => Buffer.from(hash)),
    ],
  );
}

async function readLeaves(client: PoolClient, { after, until }: EventRange): Promise<SealedLeaf[]> {
  const { rows } = await client.query<SealedLeaf>(
    `SELECT bucket, digest FROM inventory_event
     WHERE (xid, sequence) > ($1, $2) AND (xid, sequence) <= ($3, $4) ORDER BY xid, sequence`,
    [after.xid, after.sequence, until.xid, until.sequence],
  );
  return rows;
}

/** The hash of each bucket as of its last seal, or of the last before `seal`. */
export async function readBucketHashes(
  client: ClientBase,
  buckets: number[],
  seal?: number,
): Promise<Map<number, Uint8Array>> {
  const { rows } = await client.query<{ bucket: number; hash: Buffer }>(
    `SELECT last.bucket, last.hash FROM unnest($1::smallint[]) AS touched (bucket)
     CROSS JOIN LATERAL (
       SELECT bucket, hash FROM seal_bucket s
       WHERE s.bucket = touched.bucket AND s.seal < coalesce($2::bigint, 9223372036854775807)
       ORDER BY seal DESC LIMIT 1
     ) last`,
    [buckets, seal ?? null],
  );
  return new Map(rows.map(({ bucket, hash }) => [bucket, hash]));
}

export interface LastSeal extends CommitPosition {
  seal: number;
  eventsTotal: number;
  root: Uint8Array;
  sealedAt: string;
}

export async function readLastSeal(client: ClientBase | Pool): Promise<LastSeal | null> {
  const { rows } = await client.query<{
    seal: string;
    xid: string;
    sequence: string;
    events_total: string;
    root: Buffer;
    sealed_at: Date;
  }>('SELECT seal, xid, sequence, events_total, root, sealed_at FROM seal ORDER BY seal DESC LIMIT 1');
  const last = rows[0];
  if (last === undefined) return null;
  return {
    seal: Number(last.seal),
    xid: Number(last.xid),
    sequence: Number(last.sequence),
    eventsTotal: Number(last.events_total),
    root: last.root,
    sealedAt: last.sealed_at.toISOString(),
  };
}

function isBefore(a: CommitPosition, b: CommitPosition): boolean {
  return a.xid < b.xid || (a.xid === b.xid && a.sequence < b.sequence);
}
