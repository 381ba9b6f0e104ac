import { type ChildProcess, spawn } from 'node:child_process';

/** A child that is kept running until it is told to stop. */
export interface Supervised {
  /** Resolves when the child first says it is ready. */
  ready: Promise<void>;
  /** Resolves when it ended too often in a short time to be started yet again. */
  gaveUp: Promise<void>;
  /** From now on its end is no crash: a signal may have reached it as well as us, and its turn to stop comes. */
  expectEnd(): void;
  stop(): Promise<void>;
}

const backoff_first_ms = 250;
const backoff_ms_max = 10_000;
/** So long up, and the count of its crashes starts anew. */
const healthy_ms = 60_000;
const crashes_max = 10;
/**
 * What a batch throws away dies together when it is written. In a nursery this large it never has to be copied to live
 * until then (measured: an eighth of the write path's time). For who writes the ledger.
 */
export const write_path_flags = ['--max-semi-space-size=64', '--initial-old-space-size=512'];
const stop_ms_max = 9_500;

/**
 * Runs a script as a child with an IPC channel: by it the child says `ready` and notices our death, and we tell
 * it to stop. Signals from the terminal reach the child too, but it leaves them to us, so that the order holds.
 */
export function supervise(
  name: string,
  script: string[],
  env: NodeJS.ProcessEnv,
  nodeFlags: string[],
): Supervised {
  let child: ChildProcess | undefined;
  let ended: Promise<void> = Promise.resolve();
  let stopping = false;
  let crashes = 0;
  let restart: NodeJS.Timeout | undefined;
  let sayReady: () => void = () => undefined;
  let giveUp: () => void = () => undefined;
  const ready = new Promise<void>((resolve) => (sayReady = resolve));
  const gaveUp = new Promise<void>((resolve) => (giveUp = resolve));

  function launch(): void {
    const startedAt = Date.now();
    const started = spawn(process.execPath, ['--import', 'tsx', ...nodeFlags, ...script], {
      env: { ...env, TRUECOUNT_PROCESS: name },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    child = started;
    started.on('message', (message) => {
      if (message === 'ready') sayReady();
    });
    started.on('error', (error) => console.error(`${name}: ${error.message}`));
    ended = new Promise((resolve) => {
      started.once('exit', (code, signal) => {
        resolve();
        if (!stopping) crashed(startedAt, signal ?? `code ${code}`);
      });
    });
  }

  function crashed(startedAt: number, how: string): void {
    crashes = Date.now() - startedAt >= healthy_ms ? 1 : crashes + 1;
    if (crashes > crashes_max) {
      console.error(`${name} ended ${crashes} times in a row (${how}); giving up.`);
      giveUp();
      return;
    }
    const delayMs = Math.min(backoff_ms_max, backoff_first_ms * 2 ** (crashes - 1));
    console.error(`${name} ended (${how}); starting it again in ${delayMs} ms.`);
    restart = setTimeout(launch, delayMs);
  }

  function expectEnd(): void {
    stopping = true;
    clearTimeout(restart);
  }

  async function stop(): Promise<void> {
    expectEnd();
    const last = child;
    if (last === undefined || last.exitCode !== null || last.signalCode !== null) return;
    if (last.connected) last.send('stop', () => undefined);
    const force = setTimeout(() => last.kill('SIGKILL'), stop_ms_max);
    await ended;
    clearTimeout(force);
  }

  launch();
  return { ready, gaveUp, expectEnd, stop };
}
