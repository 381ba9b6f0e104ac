import type { ClientBase } from 'pg';
import type { Findings } from '../proof';
import { BucketChain, firstBucketHash, sameBytes } from '../seal';
import type { BucketSpan } from './prove-balances';
import { readByCursor } from './read-by-cursor';

const sequences_named_max = 20;

interface BucketSealRow {
  bucket: number;
  seal: string;
  events: string;
  hash: Buffer;
  /** NULL where the seal itself is gone. */
  xid: string | null;
  sequence: string | null;
}

export interface ChainedEvent {
  bucket: number;
  sku: string;
  xid: string;
  sequence: string;
  digest: Uint8Array;
}

/** The sealed hashes of a span of buckets, bucket by bucket in the order of the seals. */
export function readBucketSeals(client: ClientBase, span: BucketSpan): AsyncGenerator<BucketSealRow> {
  return readByCursor<BucketSealRow>(
    client,
    'bucket_seals',
    `SELECT b.bucket, b.seal, b.events, b.hash, s.xid, s.sequence
     FROM seal_bucket b LEFT JOIN seal s USING (seal)
     WHERE b.bucket BETWEEN $1 AND $2 ORDER BY b.bucket, b.seal`,
    [span.first, span.last],
  );
}

/**
 * Runs the events of each bucket, in commit order, against its sealed hashes. After a stretch that differs it goes on
 * from the hash that was sealed, so that every stretch is judged by itself.
 */
export class BucketChains {
  private seal: BucketSealRow | null = null;
  private read = false;
  private previous: { bucket: number; hash: Uint8Array } | null = null;
  private chain: BucketChain | null = null;
  private named: string[] = [];

  constructor(
    private readonly seals: AsyncGenerator<BucketSealRow>,
    private readonly last: { xid: number; sequence: number } | null,
    private readonly findings: Findings,
  ) {}

  /** Events come by bucket, then in commit order. */
  async add(event: ChainedEvent): Promise<void> {
    while (await this.sealBefore(event)) await this.closeSeal();
    const { seal } = this;
    if (seal === null || seal.bucket !== event.bucket) {
      if (this.last !== null && !isAfter(event, this.last))
        this.findings.add({
          kind: 'event_added',
          bucket: event.bucket,
          sku: event.sku,
          sequence: Number(event.sequence),
          detail: 'it lies in the sealed part of the log, but no seal of its bucket holds it',
        });
      return;
    }
    this.currentChain(seal).add(event.digest);
    if (this.named.length < sequences_named_max) this.named.push(`${event.sequence} (${event.sku})`);
  }

  async finish(): Promise<void> {
    while ((await this.currentSeal()) !== null) await this.closeSeal();
    await this.seals.return(undefined);
  }

  private async currentSeal(): Promise<BucketSealRow | null> {
    if (!this.read) {
      const next = await this.seals.next();
      this.seal = next.done === true ? null : next.value;
      this.read = true;
    }
    return this.seal;
  }

  /** Whether the current sealed stretch ends before this event. */
  private async sealBefore(event: ChainedEvent): Promise<boolean> {
    const seal = await this.currentSeal();
    if (seal === null) return false;
    if (seal.bucket !== event.bucket) return seal.bucket < event.bucket;
    if (seal.xid === null || seal.sequence === null) return false;
    return isAfter(event, { xid: Number(seal.xid), sequence: Number(seal.sequence) });
  }

  private currentChain(seal: BucketSealRow): BucketChain {
    const before = this.previous?.bucket === seal.bucket ? this.previous.hash : firstBucketHash();
    this.chain ??= new BucketChain(before);
    return this.chain;
  }

  private async closeSeal(): Promise<void> {
    const { seal } = this;
    if (seal === null) return;
    const chain = this.currentChain(seal);
    const events = chain.events;
    const sealed = Number(seal.events);
    if (!sameBytes(chain.finish(), seal.hash)) {
      const stretch = `bucket ${seal.bucket}, seal ${seal.seal}`;
      const there = this.named.length === 0 ? 'none' : this.named.join(', ');
      this.findings.add({
        kind: events < sealed ? 'event_missing' : events > sealed ? 'event_added' : 'seal_differs',
        bucket: seal.bucket,
        detail:
          events === sealed
            ? `${stretch}: its ${events} events were changed or reordered, or its hash was: ${there}`
            : `${stretch}: ${sealed} events were sealed, ${events} are there: ${there}`,
      });
    } else if (events !== sealed)
      this.findings.add({
        kind: 'seal_differs',
        bucket: seal.bucket,
        detail: `bucket ${seal.bucket}, seal ${seal.seal} says ${sealed} events, its hash holds ${events}`,
      });
    this.previous = { bucket: seal.bucket, hash: seal.hash };
    this.chain = null;
    this.named = [];
    this.read = false;
  }
}

function isAfter(event: ChainedEvent, place: { xid: number; sequence: number }): boolean {
  const xid = Number(event.xid);
  return xid > place.xid || (xid === place.xid && Number(event.sequence) > place.sequence);
}
