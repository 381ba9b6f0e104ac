import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import pg from 'pg';
import { findEmbedded } from '@/lib/db/embedded';
import { readChildren } from './child-process';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '..');

/** The first start may have to build. */
const start_ms_max = 400_000;
const stop_ms_max = 60_000;
/** One look at /readyz: a server that is going down may keep it waiting. */
const ready_ms_max = 5_000;
const look_ms = 20;

export interface Exit {
  code: number | null;
  signal: NodeJS.Signals | null;
  /** From the signal to the end of the process. */
  afterMs: number;
}

export interface Reply {
  status: number;
  headers: Headers;
  // Answers have many shapes; what is expected of them the tests say themselves.
  body: Record<string, unknown>;
}

/** What `npm start` starts, all of it, on a data folder of its own: for tests that look at it from outside. */
export class RunningApp {
  private constructor(
    readonly dataDir: string,
    readonly port: number,
    private readonly child: ChildProcess,
    private readonly exited: Promise<Omit<Exit, 'afterMs'>>,
    private readonly env: NodeJS.ProcessEnv,
  ) {}

  /** Resolves when it is ready. Give a folder (and port) to start again on what an earlier one left. */
  static async start(
    options: { dataDir?: string; port?: number; demo?: 'paused' } = {},
  ): Promise<RunningApp> {
    const dataDir = options.dataDir ?? mkdtempSync(path.join(tmpdir(), 'truecount-app-'));
    const port = options.port ?? (await freePort());
    const env: NodeJS.ProcessEnv = {
      ...process.env,
      NODE_ENV: 'production',
      PORT: String(port),
      HOST: '127.0.0.1',
      TRUECOUNT_URL: `http://127.0.0.1:${port}`,
      TRUECOUNT_DATA_DIR: dataDir,
      TRUECOUNT_DEMO: options.demo ?? '0',
      DATABASE_URL: '',
      DATABASE_DIRECT_URL: '',
      TRUECOUNT_SECRET_KEY: '',
    };
    mkdirSync(dataDir, { recursive: true });
    const log = openSync(path.join(dataDir, 'app.log'), 'a');
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: root,
      env,
      stdio: ['ignore', log, log],
    });
    closeSync(log);
    const exited = new Promise<Omit<Exit, 'afterMs'>>((resolve) => {
      child.once('exit', (code, signal) => resolve({ code, signal }));
    });
    const app = new RunningApp(dataDir, port, child, exited, env);
    await app.ready();
    return app;
  }

  get url(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  get log(): string {
    return readFileSync(path.join(this.dataDir, 'app.log'), 'utf8');
  }

  /** Until `/readyz` answers 200; throws with the log where the app has ended instead. */
  async ready(): Promise<void> {
    await until(async () => {
      if (this.child.exitCode !== null || this.child.signalCode !== null)
        throw new Error(`The app has ended:\n${this.log.slice(-4_000)}`);
      const signal = AbortSignal.timeout(ready_ms_max);
      const response = await fetch(`${this.url}/readyz`, { signal }).catch(() => undefined);
      return response?.status === 200;
    }, start_ms_max);
  }

  /** `npm run --silent admin -- …` beside it; what it prints. */
  async admin(...words: string[]): Promise<string> {
    return (await this.command('admin', words)).trim();
  }

  async createKey(role: string): Promise<string> {
    return this.admin('api-key', 'create', '--name', `test ${role}`, '--role', role);
  }

  /** `npm run verify -- --json`; throws where it ends with a code, which it does where anything is found. */
  async verify(): Promise<{
    balanced: boolean;
    events: number;
    postings: number;
    positions: number;
    escrow: { skus: number; findings: unknown[] };
  }> {
    return JSON.parse(await this.command('verify', ['--json']));
  }

  private async command(script: string, words: string[]): Promise<string> {
    const args = ['--import', 'tsx', '--conditions=react-server', `scripts/${script}.ts`, ...words];
    const { stdout } = await run(process.execPath, args, {
      cwd: root,
      env: { ...this.env, NODE_OPTIONS: '' },
      maxBuffer: 16_000_000,
    });
    return stdout;
  }

  async call(
    key: string | null,
    method: string,
    pathname: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> {
    const response = await fetch(`${this.url}${pathname}`, {
      method,
      headers: {
        ...(key === null ? {} : { authorization: `Bearer ${key}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === '' ? {} : JSON.parse(text),
    };
  }

  /** A pool on its database, from outside. */
  async database(): Promise<pg.Pool> {
    const found = await findEmbedded(this.dataDir);
    if (found === undefined) throw new Error('The embedded database is not running.');
    const pool = new pg.Pool({ connectionString: found.url, max: 4 });
    pool.on('error', () => undefined);
    return pool;
  }

  /** The process id of its Postgres; undefined while there is none. */
  postmaster(): number | undefined {
    try {
      const [pid] = readFileSync(path.join(this.dataDir, 'postgres', 'postmaster.pid'), 'utf8').split('\n');
      return Number(pid);
    } catch {
      return undefined;
    }
  }

  /** The process ids of all of it, as they are now. */
  async processes(): Promise<{
    start: number;
    serve: number;
    web: number;
    worker: number;
    postgres: number;
  }> {
    const childOf = await readChildren();
    const start = this.child.pid ?? 0;
    const serve = childOf(start, 'scripts/serve.ts');
    return {
      start,
      serve,
      web: childOf(serve, 'scripts/web.ts'),
      worker: childOf(serve, 'scripts/worker.ts'),
      postgres: this.postmaster() ?? 0,
    };
  }

  /** Sends a signal to what was started, as a process manager would, and waits for its end. */
  async stop(signal: NodeJS.Signals = 'SIGTERM'): Promise<Exit> {
    const startedMs = performance.now();
    this.child.kill(signal);
    const exit = await Promise.race([this.exited, wait(stop_ms_max, undefined, { ref: false })]);
    if (exit === undefined)
      throw new Error(`The app does not end after ${signal}:\n${this.log.slice(-4_000)}`);
    return { ...exit, afterMs: performance.now() - startedMs };
  }

  /** kill -9 of every one of its processes at once. */
  async killAll(): Promise<void> {
    for (const pid of Object.values(await this.processes())) process.kill(pid, 'SIGKILL');
    await this.exited;
  }

  /** Stops it if it still runs and removes its folder. */
  async remove(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await this.stop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }
}

/** Looks until it is so; throws after the deadline. */
export async function until(isSo: () => boolean | Promise<boolean>, ms_max = 120_000): Promise<void> {
  const deadlineMs = Date.now() + ms_max;
  while (!(await isSo())) {
    if (Date.now() > deadlineMs) throw new Error(`Not so after ${ms_max} ms: ${isSo}`);
    await wait(look_ms);
  }
}

async function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address !== null
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
