import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { buckets } from '../bucket';
import { Findings, type Proof } from '../proof';
import { sealKey } from '../seal';
import { type BucketSpan, proveBalances } from './prove-balances';
import { proveEvents } from './prove-events';
import { proveOrderLines } from './prove-order-lines';
import { proveSeals } from './prove-seals';

/** About so many postings are proven in one snapshot: an open snapshot makes hot rows slower. */
const postings_per_snapshot = 100_000;

export interface ProveOptions {
  pool: Pool;
  /** The installation's own secret, from which the key of the seals is derived. */
  secretKey: string;
  onProgress?: (bucketsDone: number) => void;
}

const readOnly = { isolation: 'repeatable read', readOnly: true } as const;

/**
 * Proves the whole ledger: walks it in spans of buckets, each in a snapshot of its own (all of a SKU lies in one
 * bucket, so writers may go on), and keeps the result in proof_run.
 */
export async function prove(options: ProveOptions): Promise<Proof> {
  const { pool, onProgress } = options;
  const findings = new Findings();
  const counted = { events: 0, postings: 0, positions: 0 };
  const span = await bucketsPerSnapshot(pool);
  for (let first = 0; first < buckets; first += span) {
    const last = Math.min(buckets, first + span) - 1;
    const proven = await proveSpan(pool, { first, last }, findings);
    counted.events += proven.events;
    counted.postings += proven.postings;
    counted.positions += proven.positions;
    onProgress?.(last + 1);
  }
  const seal = await withTransaction(
    pool,
    (client) => proveSeals(client, sealKey(options.secretKey), findings),
    readOnly,
  );
  const checkedAt = new Date().toISOString();
  const proof: Proof = {
    balanced: findings.total === 0,
    ...counted,
    seal,
    checkedAt,
    findings: findings.kept,
    findingsTotal: findings.total,
  };
  await pool.query(
    `INSERT INTO proof_run (checked_at, balanced, events, postings, positions, seal, findings)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      checkedAt,
      proof.balanced,
      proof.events,
      proof.postings,
      proof.positions,
      seal,
      JSON.stringify(proof.findings),
    ],
  );
  return proof;
}

/** Proves a span of buckets in one snapshot; all of the seals' roots are left out. */
export async function proveSpan(
  pool: Pool,
  span: BucketSpan,
  findings: Findings,
): Promise<{ events: number; postings: number; positions: number }> {
  // A transaction that has to be run again would find the same once more.
  const found = new Findings();
  const proven = await withTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ positions: string }>(
        'SELECT count(*) AS positions FROM position WHERE bucket BETWEEN $1 AND $2',
        [span.first, span.last],
      );
      await proveBalances(client, span, found);
      await proveOrderLines(client, span, found);
      const { events, postings } = await proveEvents(client, span, found);
      return { events, postings, positions: Number(rows[0]?.positions ?? 0) };
    },
    { ...readOnly, attemptsMax: 1 },
  );
  for (const finding of found.kept) findings.add(finding);
  findings.total += found.total - found.kept.length;
  return proven;
}

/** How many buckets one snapshot takes, by the size the planner knows of. */
async function bucketsPerSnapshot(pool: Pool): Promise<number> {
  const postings = await estimatePostings(pool);
  return Math.max(
    1,
    Math.min(buckets, Math.floor((buckets * postings_per_snapshot) / Math.max(1, postings))),
  );
}

/** About how many postings there are, from the statistics of the partitions: no table is read. */
export async function estimatePostings(pool: Pool): Promise<number> {
  const { rows } = await pool.query<{ postings: string | null }>(
    `SELECT sum(CASE WHEN c.reltuples >= 0 AND c.relpages > 0
                  THEN c.reltuples / c.relpages * pg_relation_size(c.oid) / current_setting('block_size')::int
                  ELSE pg_relation_size(c.oid) / 200 END)::bigint AS postings
     FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid WHERE i.inhparent = 'posting'::regclass`,
  );
  return Number(rows[0]?.postings ?? 0);
}
