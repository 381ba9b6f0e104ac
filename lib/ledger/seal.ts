import { createHash, createHmac, hkdfSync } from 'node:crypto';

/**
 * Seals close the event log stretch by stretch. Per bucket the digests of a stretch are chained onto the hash of the
 * stretch before; over all buckets stands a root keyed with a key that is not in the database, so that whoever can write
 * the database still cannot rewrite history and seal it again.
 */

export const hash_bytes = 32;
const key_label = 'truecount ledger seal root v1';

/** The place in the commit order of an event, its bucket, and its digest. */
export interface SealedLeaf {
  bucket: number;
  digest: Uint8Array;
}

export interface BucketSeal {
  bucket: number;
  events: number;
  hash: Uint8Array;
}

/** What a root is computed over. */
export interface SealFacts {
  seal: number;
  /** The last event it closes. */
  xid: number;
  sequence: number;
  events: number;
  eventsTotal: number;
  /** ISO, UTC milliseconds. */
  sealedAt: string;
}

/** The hash that the first stretch of a bucket is chained onto. */
export function firstBucketHash(): Uint8Array {
  return new Uint8Array(hash_bytes);
}

/** The root before the first seal. */
export function firstRoot(): Uint8Array {
  return new Uint8Array(hash_bytes);
}

/** The key of the roots, derived from the installation's secret key for this one purpose. */
export function sealKey(secretKey: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secretKey, '', key_label, hash_bytes));
}

/** Chains digests onto the hash of a bucket, one stretch at a time; digests may come in any number of pieces. */
export class BucketChain {
  private readonly state;
  events = 0;

  constructor(previous: Uint8Array) {
    this.state = createHash('sha256').update(previous);
  }

  add(digest: Uint8Array): void {
    this.state.update(digest);
    this.events += 1;
  }

  /** SHA-256(previous ‖ digests in commit order). Ends the chain of this stretch. */
  finish(): Uint8Array {
    return this.state.digest();
  }
}

/** The hashes of the buckets that a stretch touches, sorted by bucket. `leaves` in commit order. */
export function sealBuckets(
  previous: ReadonlyMap<number, Uint8Array>,
  leaves: Iterable<SealedLeaf>,
): BucketSeal[] {
  const chains = new Map<number, BucketChain>();
  for (const { bucket, digest } of leaves) {
    let chain = chains.get(bucket);
    if (chain === undefined) {
      chain = new BucketChain(previous.get(bucket) ?? firstBucketHash());
      chains.set(bucket, chain);
    }
    chain.add(digest);
  }
  return [...chains]
    .sort(([a], [b]) => a - b)
    .map(([bucket, chain]) => ({ bucket, events: chain.events, hash: chain.finish() }));
}

/** HMAC-SHA256 over the seal's number, place, counts and time, the root before it, and its buckets in their order. */
export function sealRoot(
  key: Uint8Array,
  facts: SealFacts,
  previousRoot: Uint8Array,
  buckets: readonly BucketSeal[],
): Uint8Array {
  const mac = createHmac('sha256', key);
  const { seal, xid, sequence, events, eventsTotal, sealedAt } = facts;
  mac.update(JSON.stringify([seal, xid, sequence, events, eventsTotal, sealedAt, buckets.length]));
  mac.update(previousRoot);
  for (const bucket of buckets) {
    mac.update(JSON.stringify([bucket.bucket, bucket.events]));
    mac.update(bucket.hash);
  }
  return mac.digest();
}

export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}
