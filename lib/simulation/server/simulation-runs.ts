import { createHash } from 'node:crypto';
import type { Pool } from 'pg';
import type { Comparison } from '../compare';
import type { SimulationParameters, SimulationRun, SimulationStatus } from '../parameters';

interface RunRow {
  run: string;
  parameters: SimulationParameters;
  status: SimulationStatus;
  done: number;
  total: number;
  results: Comparison[];
  requested_at: Date;
  finished_at: Date | null;
}

/** Names a question by its parameters, whatever order they came in. */
export function runOf(asked: SimulationParameters): string {
  const { seed, seeds, demand, delay, outageMinutes, history } = asked;
  const { scenarios, policies } = inOrder(asked);
  const past = history && [history.from, history.to, history.sku, history.stockShare];
  const told = [scenarios, past, policies, seed, seeds, demand, delay, outageMinutes];
  return createHash('sha256').update(JSON.stringify(told)).digest('base64url').slice(0, 22);
}

function inOrder({ scenarios, policies }: Pick<SimulationParameters, 'scenarios' | 'policies'>) {
  return { scenarios: [...new Set(scenarios)].sort(), policies: [...new Set(policies)].sort() };
}

export async function readSimulation(pool: Pool, asked: SimulationParameters): Promise<SimulationRun | null> {
  const { rows } = await pool.query<RunRow>('SELECT * FROM simulation_run WHERE run = $1', [runOf(asked)]);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    run: row.run,
    status: row.status,
    done: row.done,
    total: row.total,
    results: row.results,
    requestedAt: row.requested_at.toISOString(),
    finishedAt: row.finished_at?.toISOString() ?? null,
  };
}

/** Asks the worker to play it; one that is done, waits or runs is left as it is. */
export async function requestSimulation(
  pool: Pool,
  asked: SimulationParameters,
  actor: string,
): Promise<void> {
  const ordered = { ...asked, ...inOrder(asked) };
  const plays = ordered.scenarios.length + (asked.history === null ? 0 : 1);
  await pool.query(
    `INSERT INTO simulation_run (run, parameters, total, requested_by) VALUES ($1, $2, $3, $4)
     ON CONFLICT (run) DO UPDATE SET status = 'queued', done = 0, results = '[]', requested_by = excluded.requested_by,
       requested_at = now(), finished_at = NULL
     WHERE simulation_run.status IN ('cancelled', 'failed')`,
    [runOf(asked), JSON.stringify(ordered), plays * ordered.policies.length, actor],
  );
}

export async function cancelSimulation(pool: Pool, run: string): Promise<void> {
  await pool.query(
    `UPDATE simulation_run SET status = 'cancelled', finished_at = now()
     WHERE run = $1 AND status IN ('queued', 'running')`,
    [run],
  );
}

/** The next one that waits, or whose worker has not been heard of for a while; now it is ours. */
export async function takeSimulation(
  pool: Pool,
): Promise<{ run: string; parameters: SimulationParameters } | undefined> {
  const { rows } = await pool.query<RunRow>(
    `UPDATE simulation_run SET status = 'running', done = 0, results = '[]', seen_at = now() WHERE run = (
       SELECT run FROM simulation_run
       WHERE status = 'queued' OR (status = 'running' AND seen_at < now() - interval '30 seconds')
       ORDER BY requested_at LIMIT 1 FOR UPDATE SKIP LOCKED
     ) RETURNING *`,
  );
  return rows[0];
}

/** Says that it is still played. False: it was cancelled. */
export async function stillWanted(pool: Pool, run: string): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE simulation_run SET seen_at = now() WHERE run = $1 AND status = 'running'`,
    [run],
  );
  return rowCount === 1;
}

export async function addResult(pool: Pool, run: string, result: Comparison): Promise<void> {
  await pool.query(
    `UPDATE simulation_run SET done = done + 1, results = results || $2::jsonb WHERE run = $1 AND status = 'running'`,
    [run, JSON.stringify([result])],
  );
}

export async function finishSimulation(pool: Pool, run: string, ok: boolean): Promise<void> {
  await pool.query(
    `UPDATE simulation_run SET status = $2, finished_at = now() WHERE run = $1 AND status = 'running'`,
    [run, ok ? 'done' : 'failed'],
  );
}
