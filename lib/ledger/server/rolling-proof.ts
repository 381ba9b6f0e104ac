import type { Pool } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import { buckets } from '../bucket';
import { Findings, type Proof } from '../proof';
import { sealKey } from '../seal';
import { proveSpan } from './prove';
import { proveSeals } from './prove-seals';

/** One bucket at a time, so often: all 256 in about an hour. */
const bucket_interval_ms_default = 15_000;
/** A bucket that takes long makes the next one wait so many times as long: the proof stays a small part of the load. */
const rest_factor_default = 20;

export interface RollingProofOptions {
  pool: Pool;
  secretKey: string;
  bucket_interval_ms?: number;
  rest_factor?: number;
  /** After a round over all buckets, and at once where something is found. */
  onResult?: (proof: Proof) => void;
  onError?: (error: unknown) => void;
}

/**
 * Proves the ledger in the background, a bucket at a time, round after round. A finished round is kept in proof_run; a
 * finding is kept and told at once, for an alert should not wait for the round to end.
 */
export function startRollingProof(options: RollingProofOptions): { stop(): Promise<void> } {
  const interval = options.bucket_interval_ms ?? bucket_interval_ms_default;
  const controller = new AbortController();
  const running = roll(options, interval, controller.signal);
  return {
    async stop() {
      controller.abort();
      await running;
    },
  };
}

async function roll(options: RollingProofOptions, interval: number, signal: AbortSignal): Promise<void> {
  const rest = options.rest_factor ?? rest_factor_default;
  let round = emptyRound();
  while (!signal.aborted) {
    const startedMs = Date.now();
    try {
      await proveNext(options, round);
      if (round.next === buckets) {
        await keep(options, round);
        round = emptyRound();
      }
    } catch (error) {
      options.onError?.(error);
    }
    await pause(Math.max(interval, (Date.now() - startedMs) * rest), signal);
  }
}

interface Round {
  next: number;
  events: number;
  postings: number;
  positions: number;
  seal: number | null;
  findings: Findings;
}

function emptyRound(): Round {
  return { next: 0, events: 0, postings: 0, positions: 0, seal: null, findings: new Findings() };
}

async function proveNext(options: RollingProofOptions, round: Round): Promise<void> {
  const { pool } = options;
  const before = round.findings.total;
  const proven = await proveSpan(pool, { first: round.next, last: round.next }, round.findings);
  round.events += proven.events;
  round.postings += proven.postings;
  round.positions += proven.positions;
  round.next += 1;
  if (round.next === buckets)
    round.seal = await withTransaction(
      pool,
      (client) => proveSeals(client, sealKey(options.secretKey), round.findings),
      { isolation: 'repeatable read', readOnly: true, attemptsMax: 1 },
    );
  if (round.findings.total > before && round.next < buckets) options.onResult?.(proofOf(round));
}

function proofOf(round: Round): Proof {
  const { events, postings, positions, seal, findings } = round;
  return {
    balanced: findings.total === 0,
    events,
    postings,
    positions,
    seal,
    checkedAt: new Date().toISOString(),
    findings: findings.kept,
    findingsTotal: findings.total,
  };
}

async function keep(options: RollingProofOptions, round: Round): Promise<void> {
  const proof = proofOf(round);
  await options.pool.query(
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
  options.onResult?.(proof);
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve();
    const timer = setTimeout(done, ms);
    signal.addEventListener('abort', done, { once: true });
    function done() {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    }
  });
}
