import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect } from 'vitest';

const run = promisify(execFile);
const root = path.resolve(import.meta.dirname, '../..');
/** The first start may have to build. */
const start_ms_max = 400_000;

export interface Answer {
  status: number;
  body: Record<string, unknown>;
}

/** The application as somebody at a shell has it: `npm start`, admin commands, Ctrl-C, and its API. */
export class NpmStart {
  private child: ChildProcess | undefined;
  private key = '';

  private constructor(
    private readonly dataDir: string,
    private readonly port: number,
  ) {}

  static async inNewFolder(): Promise<NpmStart> {
    return new NpmStart(mkdtempSync(path.join(tmpdir(), 'truecount-outside-')), await freePort());
  }

  get authorization(): { authorization: string } {
    return { authorization: `Bearer ${this.key}` };
  }

  address(pathname: string): string {
    return `http://127.0.0.1:${this.port}${pathname}`;
  }

  async start(): Promise<void> {
    const child = spawn('npm', ['start'], {
      cwd: root,
      env: this.environment(),
      stdio: 'ignore',
      detached: true,
    });
    this.child = child;
    await eventually(async () => {
      expect(hasEnded(child)).toBe(false);
      expect((await fetch(this.address('/readyz'))).status).toBe(200);
    }, start_ms_max);
  }

  /** Makes the key that all calls are made with from now on. */
  async createKey(): Promise<void> {
    const words = ['run', '--silent', 'admin', '--', 'api-key', 'create'];
    const { stdout } = await run('npm', [...words, '--name', 'outside', '--role', 'admin'], {
      cwd: root,
      env: this.environment(),
    });
    this.key = stdout.trim();
    expect(this.key).toMatch(/^\S+$/);
  }

  /** What Ctrl-C in a terminal does: the signal goes to every process of the group. */
  async pressCtrlC(): Promise<void> {
    const { child } = this;
    if (child?.pid === undefined) throw new Error('it was never started');
    const exited = new Promise((resolve) => child.once('exit', resolve));
    process.kill(-child.pid, 'SIGINT');
    await exited;
  }

  async remove(): Promise<void> {
    if (this.child !== undefined && !hasEnded(this.child)) await this.pressCtrlC();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  async call(
    method: string,
    pathname: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const response = await fetch(this.address(pathname), {
      method,
      headers: {
        ...this.authorization,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, body: text === '' ? {} : JSON.parse(text) };
  }

  async list<Item>(pathname: string): Promise<Item[]> {
    const answer = await this.call('GET', `/api/v1${pathname}`);
    expect(answer.status).toBe(200);
    return answer.body.items as Item[];
  }

  /** Without what the test runner has put there. */
  private environment(): NodeJS.ProcessEnv {
    const env = {
      ...process.env,
      TRUECOUNT_DATA_DIR: this.dataDir,
      TRUECOUNT_DEMO: '0',
      PORT: String(this.port),
    };
    for (const name of ['NODE_ENV', 'DATABASE_URL', 'TRUECOUNT_SECRET_KEY', 'VITEST', 'NODE_OPTIONS'])
      Reflect.deleteProperty(env, name);
    return env;
  }
}

/** Looks until what is checked holds; at the deadline the check itself speaks. */
export async function eventually(check: () => Promise<void> | void, ms_max = 30_000): Promise<void> {
  for (const deadlineMs = Date.now() + ms_max; ; await wait(25)) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > deadlineMs) throw error;
    }
  }
}

const hasEnded = (child: ChildProcess) => child.exitCode !== null || child.signalCode !== null;

async function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
