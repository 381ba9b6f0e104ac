import type { Pool } from 'pg';
import { buckets } from '../bucket';
import type { Finding } from '../proof';
import { walk_silent_ms_max } from './proof-walk';

export const proof_runs_listed_max = 20;

export interface ProofRun {
  run: number;
  checkedAt: string;
  balanced: boolean;
  events: number;
  postings: number;
  positions: number;
  seal: number | null;
  findings: number;
}

export interface ProofWalk {
  walk: number;
  startedAt: string;
  by: string;
  /** `interrupted`: it has not shown itself for long; its process has died. */
  state: 'running' | 'ended' | 'failed' | 'interrupted';
  buckets: number;
  bucketsTotal: number;
  events: number;
  eventsTotal: number;
  endedAt: string | null;
  balanced: boolean | null;
  error: string | null;
}

/** Everything the page of the proof shows, without computing anything. */
export interface ProofBoard {
  runs: ProofRun[];
  /** Of the last run; at most as many as a run keeps. */
  findings: Finding[];
  seal: { seal: number; sealedAt: string; eventsTotal: number } | null;
  walk: ProofWalk | null;
}

export async function readProofBoard(pool: Pool): Promise<ProofBoard> {
  const [runs, seal, walk] = await Promise.all([
    pool.query<{
      run: string;
      checked_at: Date;
      balanced: boolean;
      events: string;
      postings: string;
      positions: string;
      seal: string | null;
      findings: Finding[];
    }>('SELECT * FROM proof_run ORDER BY run DESC LIMIT $1', [proof_runs_listed_max]),
    pool.query<{ seal: string; sealed_at: Date; events_total: string }>(
      'SELECT seal, sealed_at, events_total FROM seal ORDER BY seal DESC LIMIT 1',
    ),
    readWalk(pool),
  ]);
  const [last] = seal.rows;
  return {
    runs: runs.rows.map((row) => ({
      run: Number(row.run),
      checkedAt: row.checked_at.toISOString(),
      balanced: row.balanced,
      events: Number(row.events),
      postings: Number(row.postings),
      positions: Number(row.positions),
      seal: row.seal === null ? null : Number(row.seal),
      findings: row.findings.length,
    })),
    findings: runs.rows[0]?.findings ?? [],
    seal:
      last === undefined
        ? null
        : {
            seal: Number(last.seal),
            sealedAt: last.sealed_at.toISOString(),
            eventsTotal: Number(last.events_total),
          },
    walk,
  };
}

async function readWalk(pool: Pool): Promise<ProofWalk | null> {
  const { rows } = await pool.query<{
    walk: string;
    started_at: Date;
    by: string;
    silent: boolean;
    buckets: number;
    events: string;
    events_total: string;
    ended_at: Date | null;
    balanced: boolean | null;
    error: string | null;
  }>(
    `SELECT w.walk, w.started_at, coalesce(u.name, w.started_by) AS by, w.buckets, w.events, w.events_total, w.ended_at,
       w.balanced, w.error, w.progressed_at < now() - $1::integer * INTERVAL '1 millisecond' AS silent
     FROM proof_walk w LEFT JOIN "user" u ON w.started_by = 'user:' || u.id ORDER BY w.walk DESC LIMIT 1`,
    [walk_silent_ms_max],
  );
  const [row] = rows;
  if (row === undefined) return null;
  return {
    walk: Number(row.walk),
    startedAt: row.started_at.toISOString(),
    by: row.by,
    state:
      row.ended_at !== null
        ? row.error === null
          ? 'ended'
          : 'failed'
        : row.silent
          ? 'interrupted'
          : 'running',
    buckets: row.buckets,
    bucketsTotal: buckets,
    events: Number(row.events),
    eventsTotal: Number(row.events_total),
    endedAt: row.ended_at === null ? null : row.ended_at.toISOString(),
    balanced: row.balanced,
    error: row.error,
  };
}
