import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { buckets } from '../bucket';
import { Findings, type Proof } from '../proof';
import { sealKey } from '../seal';
import { type BucketSpan, proveBalances } from './prove-balances';
import { proveOrderLines } from './prove-order-lines';
import { type SealWalk, startSealWalk, walkSeals } from './prove-seals';

/** About so many postings are proven in one snapshot: an open snapshot makes hot rows slower. */
const postings_per_snapshot = 100_000;

export interface ProveOptions {
  pool: Pool;
  /** The installation's own secret, from which the key of the seals is derived. */
  secretKey: string;
  onProgress?: (done: { buckets: number; events: number }) => void;
}

/**
 * Proves the whole ledger and keeps the result in proof_run: the balances in spans of buckets (all of a SKU lies in one
 * bucket), the events along the seals. Each step has a snapshot of its own, so writers may go on.
 */
export async function prove(options: ProveOptions): Promise<Proof> {
  const { pool, onProgress } = options;
  const findings = new Findings();
  let positions = 0;
  const span = await bucketsPerSnapshot(pool);
  for (let first = 0; first < buckets; first += span) {
    const last = Math.min(buckets, first + span) - 1;
    positions += await proveSpan(pool, { first, last }, findings);
    onProgress?.({ buckets: last + 1, events: 0 });
  }
  const key = sealKey(options.secretKey);
  let walk = startSealWalk();
  while (!walk.ended) {
    walk = await walkSeals(pool, key, walk, findings);
    onProgress?.({ buckets, events: walk.events });
  }
  return keepProof(pool, proofOf(findings, positions, walk));
}

export function proofOf(findings: Findings, positions: number, walk: SealWalk): Proof {
  return {
    balanced: findings.total === 0,
    events: walk.events,
    postings: walk.postings,
    positions,
    seal: walk.seal === 0 ? null : walk.seal,
    checkedAt: new Date().toISOString(),
    findings: findings.kept,
    findingsTotal: findings.total,
  };
}

export async function keepProof(pool: Pool, proof: Proof): Promise<Proof> {
  await pool.query(
    `INSERT INTO proof_run (checked_at, balanced, events, postings, positions, seal, findings)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      proof.checkedAt,
      proof.balanced,
      proof.events,
      proof.postings,
      proof.positions,
      proof.seal,
      JSON.stringify(proof.findings),
    ],
  );
  return proof;
}

/** Proves the balances of a span of buckets in one snapshot; returns how many positions there are. */
export async function proveSpan(pool: Pool, span: BucketSpan, findings: Findings): Promise<number> {
  return withTransaction(
    pool,
    async (client) => {
      const { rows } = await client.query<{ positions: string }>(
        'SELECT count(*) AS positions FROM position WHERE bucket BETWEEN $1 AND $2',
        [span.first, span.last],
      );
      await proveBalances(client, span, findings);
      await proveOrderLines(client, span, findings);
      return Number(rows[0]?.positions ?? 0);
    },
    // Run again, it would tell its findings twice.
    { isolation: 'repeatable read', readOnly: true, attemptsMax: 1 },
  );
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
