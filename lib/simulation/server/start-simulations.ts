import { spawn } from 'node:child_process';
import { constants, setPriority } from 'node:os';
import { createInterface } from 'node:readline';
import type { Pool } from 'pg';
import type { Comparison } from '../compare';
import type { SimulationParameters } from '../parameters';
import { readHistory } from './read-history';
import { addResult, finishSimulation, stillWanted, takeSimulation } from './simulation-runs';

const look_ms = 1_000;

interface Options {
  pool: Pool;
  onError: (error: unknown) => void;
}

/** Plays what is asked for, one at a time, each in a process of its own that gives way to everything else. */
export function startSimulations({ pool, onError }: Options): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const working = (async () => {
    while (!signal.aborted) {
      try {
        const taken = await takeSimulation(pool);
        if (taken !== undefined) await play(pool, taken.run, taken.parameters, signal);
        else await pause(signal);
      } catch (error) {
        onError(error);
        await pause(signal);
      }
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await working;
    },
  };
}

/** One that is broken off by a stop is taken up again by the next worker. */
async function play(
  pool: Pool,
  run: string,
  parameters: SimulationParameters,
  signal: AbortSignal,
): Promise<void> {
  const histories = parameters.history === null ? [] : await readHistory(pool, parameters.history);
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/simulate-run.ts'], {
    stdio: ['pipe', 'pipe', 'inherit'],
    signal,
    killSignal: 'SIGKILL',
  });
  // One that ends before it has read what it is asked says so by its code.
  child.stdin.on('error', () => undefined);
  child.stdin.end(JSON.stringify({ parameters, histories }));
  const ended = new Promise<number | null>((resolve) => {
    child.on('error', () => resolve(null));
    child.on('close', resolve);
  });
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_LOW);
  const watch = setInterval(() => {
    stillWanted(pool, run).then(
      (wanted) => {
        if (!wanted) child.kill('SIGKILL');
      },
      () => undefined,
    );
  }, look_ms);
  try {
    for await (const line of createInterface({ input: child.stdout }))
      await addResult(pool, run, JSON.parse(line) as Comparison);
    const code = await ended;
    if (!signal.aborted) await finishSimulation(pool, run, code === 0);
  } finally {
    clearInterval(watch);
    child.kill('SIGKILL');
  }
}

function pause(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener('abort', done);
      resolve();
    };
    const timer = setTimeout(done, look_ms);
    signal.addEventListener('abort', done, { once: true });
    if (signal.aborted) done();
  });
}
