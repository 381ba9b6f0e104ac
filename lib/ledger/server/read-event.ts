import type { Pool } from 'pg';
import { bucketOf } from '../bucket';
import { reversibleTypes } from '../rules/reversal';
import { type PostingItem, type PostingRow, postingColumns, postingItemOf } from './posting-item';

/** An event with all that the ledger knows of it. */
export interface EventView {
  sequence: number;
  source: string;
  id: string;
  type: string;
  sku: string;
  quantity: number | null;
  occurredAt: string;
  recordedAt: string;
  actor: string;
  /** The fields of its type, as they were reported. */
  content: Record<string, unknown>;
  /** Hex SHA-256 over what was reported, and over that with the verdict and the postings. */
  hash: string;
  digest: string;
  refusal: { code: string; detail: string | null } | null;
  shortfall: number | null;
  postings: PostingItem[];
  /** The seal that closes the stretch it lies in; null: not sealed yet. */
  seal: { seal: number; sealedAt: string; root: string } | null;
  /** Sequences of the event that took it back, and of the one that it takes back. */
  reversedBy: number | null;
  reverses: number | null;
  reversible: boolean;
}

interface EventRow {
  sequence: string;
  xid: string;
  source: string;
  id: string;
  type: string;
  quantity: string | null;
  occurred_at: Date;
  recorded_at: Date;
  actor: string;
  content: string;
  hash: Buffer;
  digest: Buffer;
  refusal: string | null;
  detail: string | null;
  shortfall: string | null;
}

const eventColumns = `e.sequence, e.xid, e.source, e.id, e.type, e.quantity, e.occurred_at, e.recorded_at, e.actor,
  e.content, e.hash, e.digest, e.refusal, e.detail, e.shortfall`;

/** The way of nearly all events: the key of the SKU's postings holds the sequence, and the posting knows its event. */
async function findByPosting(pool: Pool, bucket: number, sku: string, sequence: number) {
  const { rows } = await pool.query<EventRow>(
    `SELECT ${eventColumns} FROM (
       SELECT xid, sequence FROM posting WHERE bucket = $1 AND sku = $2 AND sequence = $3 LIMIT 1
     ) p CROSS JOIN LATERAL (
       SELECT * FROM inventory_event i WHERE i.xid = p.xid AND i.sequence = p.sequence OFFSET 0
     ) e`,
    [bucket, sku, sequence],
  );
  return rows[0];
}

/** For what moved nothing: refused, or compared only. */
async function findBySequence(pool: Pool, sku: string, sequence: number) {
  const { rows } = await pool.query<EventRow>(
    `SELECT ${eventColumns} FROM inventory_event e WHERE e.sequence = $1 AND e.sku = $2`,
    [sequence, sku],
  );
  return rows[0];
}

/** Reads an event by the ledger's own number; null where this SKU has none of it. */
export async function readEvent(pool: Pool, sku: string, sequence: number): Promise<EventView | null> {
  const bucket = bucketOf(sku);
  const row =
    (await findByPosting(pool, bucket, sku, sequence)) ?? (await findBySequence(pool, sku, sequence));
  if (row === undefined) return null;
  const [postings, seal, reversal] = await Promise.all([
    pool.query<PostingRow>(
      `SELECT ${postingColumns} FROM posting p JOIN inventory_event e ON e.xid = p.xid AND e.sequence = p.sequence
       WHERE p.xid = $1 AND p.sequence = $2 AND p.bucket = $3 AND p.sku = $4 ORDER BY p.node`,
      [row.xid, row.sequence, bucket, sku],
    ),
    pool.query<{ seal: string; sealed_at: Date; root: Buffer }>(
      `SELECT seal, sealed_at, root FROM seal WHERE (xid, sequence) >= ($1::bigint, $2::bigint) ORDER BY seal LIMIT 1`,
      [row.xid, row.sequence],
    ),
    pool.query<{ of_sequence: string; sequence: string }>(
      `SELECT of_sequence, sequence FROM reversal
       WHERE bucket = $1 AND sku = $2 AND (of_sequence = $3 OR sequence = $3)`,
      [bucket, sku, row.sequence],
    ),
  ]);
  const sealed = seal.rows[0];
  const by = reversal.rows.find((pair) => pair.of_sequence === row.sequence);
  const of = reversal.rows.find((pair) => pair.sequence === row.sequence);
  return {
    sequence: Number(row.sequence),
    source: row.source,
    id: row.id,
    type: row.type,
    sku,
    quantity: row.quantity === null ? null : Number(row.quantity),
    occurredAt: row.occurred_at.toISOString(),
    recordedAt: row.recorded_at.toISOString(),
    actor: row.actor,
    content: JSON.parse(row.content),
    hash: row.hash.toString('hex'),
    digest: row.digest.toString('hex'),
    refusal: row.refusal === null ? null : { code: row.refusal, detail: row.detail },
    shortfall: row.shortfall === null ? null : Number(row.shortfall),
    postings: postings.rows.map(postingItemOf),
    seal:
      sealed === undefined
        ? null
        : {
            seal: Number(sealed.seal),
            sealedAt: sealed.sealed_at.toISOString(),
            root: sealed.root.toString('hex'),
          },
    reversedBy: by === undefined ? null : Number(by.sequence),
    reverses: of === undefined ? null : Number(of.of_sequence),
    reversible: row.refusal === null && by === undefined && reversibleTypes.has(row.type),
  };
}
