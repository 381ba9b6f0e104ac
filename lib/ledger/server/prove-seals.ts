import type { ClientBase, Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import type { Findings } from '../proof';
import { BucketChain, type BucketSeal, firstBucketHash, firstRoot, sameBytes, sealRoot } from '../seal';
import { type CommitPosition, commit_order_start, readEventRange } from './commit-order';
import { proveStretch, type StretchProven } from './prove-stretch';
import { readBucketHashes, seal_events_consumer } from './seal-events';

/** A step takes about so many events, of as many seals as that is. */
const events_per_step = 10_000;
const seals_per_step_max = 1_000;
const sequences_named_max = 20;
const readOnly = { isolation: 'repeatable read', readOnly: true, attemptsMax: 1 } as const;

/** How far a walk along the seals has come. */
export interface SealWalk extends StretchProven {
  /** 0: before the first. */
  seal: number;
  at: CommitPosition;
  root: Uint8Array;
  eventsTotal: number;
  ended: boolean;
}

export function startSealWalk(): SealWalk {
  return {
    seal: 0,
    at: commit_order_start,
    root: firstRoot(),
    eventsTotal: 0,
    events: 0,
    postings: 0,
    ended: false,
  };
}

interface SealRow {
  seal: string;
  xid: string;
  sequence: string;
  events: string;
  events_total: string;
  root: Buffer;
  sealed_at: Date;
}

interface StoredSeal {
  seal: number;
  until: CommitPosition;
  events: number;
  eventsTotal: number;
  root: Uint8Array;
  sealedAt: string;
  buckets: BucketSeal[];
}

/**
 * Takes the next step along the event log: the stretches of the next seals (every event, the chain of each bucket, the
 * keyed roots), and behind the last seal what is not sealed yet. Each step has a snapshot of its own, for nothing below
 * the oldest running transaction ever changes. A stretch that differs is told, and the walk goes on from what was
 * sealed, so that each is judged by itself.
 */
export async function walkSeals(
  pool: Pool,
  key: Uint8Array,
  walk: SealWalk,
  findings: Findings,
): Promise<SealWalk> {
  return withTransaction(
    pool,
    async (client) => {
      const seals = await readSeals(client, walk.seal);
      if (seals.length === 0) return proveUnsealed(client, walk, findings);
      const stretches = new SealedStretches(seals);
      const at = seals[seals.length - 1]?.until ?? walk.at;
      const proven = await proveStretch(client, walk.at, at, findings, (event) => stretches.add(event));
      const last = await stretches.compare(client, walk, key, findings);
      return {
        ...last,
        at,
        events: walk.events + proven.events,
        postings: walk.postings + proven.postings,
        ended: false,
      };
    },
    readOnly,
  );
}

async function readSeals(client: ClientBase, after: number): Promise<StoredSeal[]> {
  const { rows } = await client.query<SealRow>(
    `SELECT * FROM (
       SELECT next.*, sum(events) OVER (ORDER BY seal) - events AS events_before FROM (
         SELECT seal, xid, sequence, events, events_total, root, sealed_at FROM seal
         WHERE seal > $1 ORDER BY seal LIMIT $2
       ) next
     ) step WHERE events_before < $3 ORDER BY seal`,
    [after, seals_per_step_max, events_per_step],
  );
  const { rows: buckets } = await client.query<{
    seal: string;
    bucket: number;
    events: string;
    hash: Buffer;
  }>(
    'SELECT seal, bucket, events, hash FROM seal_bucket WHERE seal > $1 AND seal <= $2 ORDER BY seal, bucket',
    [after, rows[rows.length - 1]?.seal ?? after],
  );
  const bySeal = new Map<string, BucketSeal[]>(rows.map(({ seal }) => [seal, []]));
  for (const { seal, bucket, events, hash } of buckets)
    bySeal.get(seal)?.push({ bucket, events: Number(events), hash });
  return rows.map((row) => ({
    seal: Number(row.seal),
    until: { xid: Number(row.xid), sequence: Number(row.sequence) },
    events: Number(row.events),
    eventsTotal: Number(row.events_total),
    root: row.root,
    sealedAt: row.sealed_at.toISOString(),
    buckets: bySeal.get(row.seal) ?? [],
  }));
}

/** Behind the last seal: what is there, as far as no running transaction can still come before it. */
async function proveUnsealed(client: ClientBase, walk: SealWalk, findings: Findings): Promise<SealWalk> {
  const range = await readEventRange(client, walk.at, events_per_step);
  const ended = range === null || range.events < events_per_step;
  // At the very end, postings that no event follows are looked at too.
  const until = ended ? await lastFinal(client) : range.until;
  const proven = await proveStretch(client, walk.at, until, findings);
  if (ended) await proveEnd(client, walk, findings);
  return {
    ...walk,
    at: until,
    events: walk.events + proven.events,
    postings: walk.postings + proven.postings,
    ended,
  };
}

async function lastFinal(client: ClientBase): Promise<CommitPosition> {
  const { rows } = await client.query<{ xid: string }>(
    'SELECT pg_snapshot_xmin(pg_current_snapshot())::text AS xid',
  );
  return { xid: Number(rows[0]?.xid ?? 0), sequence: -1 };
}

/** The sealing consumer has come to where the last seal ends: else seals were cut off, or the cursor was moved. */
async function proveEnd(client: ClientBase, walk: SealWalk, findings: Findings): Promise<void> {
  const { rows } = await client.query<{
    last: string | null;
    last_bucket: string | null;
    cursor: string | null;
  }>(
    `SELECT (SELECT concat(xid, '.', sequence) FROM seal ORDER BY seal DESC LIMIT 1) AS last,
       (SELECT seal FROM seal_bucket ORDER BY seal DESC LIMIT 1) AS last_bucket,
       (SELECT concat(xid, '.', sequence) FROM consumer_cursor WHERE consumer = $1) AS cursor`,
    [seal_events_consumer],
  );
  const last = rows[0]?.last ?? '0.0';
  const cursor = rows[0]?.cursor ?? '0.0';
  if (last !== cursor)
    findings.add({
      kind: 'seal_broken',
      detail: `the last seal ends at ${last}, sealing has come to ${cursor}`,
    });
  const lastBucket = Number(rows[0]?.last_bucket ?? 0);
  if (lastBucket !== walk.seal)
    findings.add({
      kind: 'seal_broken',
      detail: `the last seal is ${walk.seal}, buckets were sealed up to seal ${lastBucket}`,
    });
}

interface Leaf {
  bucket: number;
  sku: string;
  sequence: string;
  digest: Uint8Array;
}

/** The digests of some seals' stretches by bucket, to be run against what was sealed. */
class SealedStretches {
  private readonly leaves: Map<number, Leaf[]>[];
  private current = 0;

  constructor(private readonly seals: readonly StoredSeal[]) {
    this.leaves = seals.map(() => new Map());
  }

  /** Events come in commit order. */
  add(event: Leaf & { xid: string }): void {
    const place = { xid: Number(event.xid), sequence: Number(event.sequence) };
    while (isBeyond(place, this.seals[this.current]?.until)) this.current += 1;
    const { bucket, sku, sequence, digest } = event;
    const mine = this.leaves[this.current]?.get(bucket);
    if (mine === undefined) this.leaves[this.current]?.set(bucket, [{ bucket, sku, sequence, digest }]);
    else mine.push({ bucket, sku, sequence, digest });
  }

  /** Judges seal by seal; returns the last one. */
  async compare(
    client: ClientBase,
    before: Pick<SealWalk, 'seal' | 'root' | 'eventsTotal'>,
    key: Uint8Array,
    findings: Findings,
  ): Promise<Pick<SealWalk, 'seal' | 'root' | 'eventsTotal'>> {
    const touched = new Set(this.leaves.flatMap((leaves) => [...leaves.keys()]));
    for (const { buckets } of this.seals) for (const { bucket } of buckets) touched.add(bucket);
    const hashes = await readBucketHashes(client, [...touched], this.seals[0]?.seal);
    let last = before;
    this.seals.forEach((seal, index) => {
      proveRoot(seal, last, key, findings);
      const there = this.leaves[index] ?? new Map<number, Leaf[]>();
      proveBuckets(seal, there, hashes, findings);
      for (const { bucket, hash } of seal.buckets) hashes.set(bucket, hash);
      last = seal;
    });
    return { seal: last.seal, root: last.root, eventsTotal: last.eventsTotal };
  }
}

function isBeyond(place: CommitPosition, until: CommitPosition | undefined): boolean {
  if (until === undefined) return false;
  return place.xid > until.xid || (place.xid === until.xid && place.sequence > until.sequence);
}

function proveRoot(
  seal: StoredSeal,
  before: Pick<SealWalk, 'seal' | 'root' | 'eventsTotal'>,
  key: Uint8Array,
  findings: Findings,
): void {
  if (seal.seal !== before.seal + 1)
    findings.add({
      kind: 'seal_broken',
      detail: `between seal ${before.seal} and seal ${seal.seal}, ${seal.seal - before.seal - 1} are missing`,
    });
  const root = sealRoot(key, { ...seal, ...seal.until }, before.root, seal.buckets);
  const counted = seal.eventsTotal === before.eventsTotal + seal.events;
  if (!counted || !sameBytes(root, seal.root))
    findings.add({
      kind: 'seal_broken',
      detail: `seal ${seal.seal} is not what the key gives for its facts and buckets`,
    });
}

function proveBuckets(
  seal: StoredSeal,
  leaves: ReadonlyMap<number, Leaf[]>,
  hashes: ReadonlyMap<number, Uint8Array>,
  findings: Findings,
): void {
  const sealed = new Map(seal.buckets.map((each) => [each.bucket, each]));
  for (const bucket of [...new Set([...leaves.keys(), ...sealed.keys()])].sort((a, b) => a - b)) {
    const there = leaves.get(bucket) ?? [];
    const then = sealed.get(bucket) ?? { bucket, events: 0, hash: new Uint8Array() };
    const chain = new BucketChain(hashes.get(bucket) ?? firstBucketHash());
    for (const { digest } of there) chain.add(digest);
    if (there.length === then.events && sameBytes(chain.finish(), then.hash)) continue;
    findings.add(differing(bucket, seal.seal, then.events, there));
  }
}

function differing(bucket: number, seal: number, sealed: number, there: readonly Leaf[]) {
  const named = there.slice(0, sequences_named_max).map(({ sequence, sku }) => `${sequence} (${sku})`);
  if (there.length > named.length) named.push(`and ${there.length - named.length} more`);
  const list = named.length === 0 ? 'none' : named.join(', ');
  const stretch = `bucket ${bucket}, seal ${seal}`;
  const [only] = there;
  const at =
    only !== undefined && there.length === 1 ? { sku: only.sku, sequence: Number(only.sequence) } : {};
  if (there.length === sealed)
    return {
      kind: 'seal_differs' as const,
      bucket,
      ...at,
      detail: `${stretch}: its ${sealed} events were changed or reordered, or its hash was: ${list}`,
    };
  return {
    kind: there.length < sealed ? ('event_missing' as const) : ('event_added' as const),
    bucket,
    ...at,
    detail: `${stretch}: ${sealed} events were sealed, ${there.length} are there: ${list}`,
  };
}
