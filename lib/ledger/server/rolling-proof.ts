import type { Pool } from 'pg';
import { buckets } from '../bucket';
import { Findings, type Proof } from '../proof';
import { sealKey } from '../seal';
import { keepProof, proofOf, proveSpan } from './prove';
import { type SealWalk, startSealWalk, walkSeals } from './prove-seals';

/** A bucket, or a stretch of the event log, so often: the balances of all 256 buckets in about an hour. */
const interval_ms_default = 15_000;
/** What takes long makes the next wait so many times as long: the proof stays a small part of the load. */
const rest_factor_default = 20;

export interface RollingProofOptions {
  pool: Pool;
  secretKey: string;
  interval_ms?: number;
  rest_factor?: number;
  /** After a round over all of it, and at once where something is found. */
  onResult?: (proof: Proof) => void;
  onError?: (error: unknown) => void;
}

/**
 * Proves the ledger in the background, piece by piece, round after round. A finished round is kept in proof_run; a
 * finding is told at once, for an alert should not wait for the round to end.
 */
export function startRollingProof(options: RollingProofOptions): { stop(): Promise<void> } {
  const interval = options.interval_ms ?? interval_ms_default;
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
      if (round.walk.ended) {
        const proof = proofOf(round.findings, round.positions, round.walk);
        options.onResult?.(await keepProof(options.pool, proof));
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
  positions: number;
  walk: SealWalk;
  findings: Findings;
}

function emptyRound(): Round {
  return { next: 0, positions: 0, walk: startSealWalk(), findings: new Findings() };
}

/** The balances of the next bucket, or behind the last bucket the next stretch of the event log. */
async function proveNext(options: RollingProofOptions, round: Round): Promise<void> {
  const { pool, secretKey } = options;
  const before = round.findings.total;
  if (round.next < buckets) {
    round.positions += await proveSpan(pool, { first: round.next, last: round.next }, round.findings);
    round.next += 1;
  } else round.walk = await walkSeals(pool, sealKey(secretKey), round.walk, round.findings);
  if (round.findings.total > before && !round.walk.ended)
    options.onResult?.(proofOf(round.findings, round.positions, round.walk));
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
