import type { Pool } from 'pg';
import type { Finding, Proof } from '../proof';
import { estimatePostings, type ProveOptions, prove } from './prove';

/** Up to so many postings the proof is computed when it is asked for; beyond, the last result is given. */
export const postings_proven_at_once_max = 1_000_000;
/** Who asks again within so long gets the same answer. */
const proof_kept_ms_max = 5_000;

interface Held {
  running?: Promise<Proof>;
}

const key = Symbol.for('truecount.proof');

/**
 * The proof of the ledger, as `GET /proof` gives it: computed at once up to 10⁶ postings, else the last result with
 * the time it was checked. At most one is computed at a time in this process; those who ask meanwhile share it.
 */
export async function readProof(options: ProveOptions): Promise<Proof> {
  const last = await readLastProof(options.pool);
  if (last !== null) {
    if (Date.now() - Date.parse(last.checkedAt) <= proof_kept_ms_max) return last;
    if ((await estimatePostings(options.pool)) > postings_proven_at_once_max) return last;
  }
  const held = holder();
  held.running ??= prove(options).finally(() => {
    delete held.running;
  });
  return held.running;
}

export async function readLastProof(pool: Pool): Promise<Proof | null> {
  const { rows } = await pool.query<{
    checked_at: Date;
    balanced: boolean;
    events: string;
    postings: string;
    positions: string;
    seal: string | null;
    findings: Finding[];
  }>(
    `SELECT checked_at, balanced, events, postings, positions, seal, findings FROM proof_run
     ORDER BY run DESC LIMIT 1`,
  );
  const last = rows[0];
  if (last === undefined) return null;
  return {
    balanced: last.balanced,
    events: Number(last.events),
    postings: Number(last.postings),
    positions: Number(last.positions),
    seal: last.seal === null ? null : Number(last.seal),
    checkedAt: last.checked_at.toISOString(),
    findings: last.findings,
    findingsTotal: last.findings.length,
  };
}

function holder(): Held {
  const global = globalThis as { [key]?: Held };
  global[key] ??= {};
  return global[key];
}
