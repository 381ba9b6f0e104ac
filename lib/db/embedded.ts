import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import pg from 'pg';
import { asOwner, findBinaries, type PostgresBinaries } from './embedded/binaries';
import { ensureCluster, makeOwned, serverSettings } from './embedded/cluster';
import {
  choosePort,
  database_name,
  type EmbeddedLayout,
  embeddedLayout,
  embeddedUrls,
  readOrCreatePassword,
} from './embedded/layout';
import { inspectPostmaster, isAlive, stopPostmaster, waitUntil } from './embedded/postmaster';
import { databaseErrorKind } from './errors';

/** A running embedded Postgres, ours or one that was already there. */
export interface EmbeddedDatabase {
  /** The faster way in: the unix socket where there is one, else TCP. */
  url: string;
  tcpUrl: string;
  port: number;
  pid: number;
  /** False where it was running already: then `stop` leaves it alone, for it belongs to somebody else. */
  started: boolean;
  /** Resolves when the server we started ends, whoever ended it; never for one we found. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

export interface EmbeddedOptions {
  /**
   * What to do with a server that already runs on this folder. `join` uses it; `replace`, for a supervisor
   * that holds the instance lock, knows it to be an orphan and stops it first.
   */
  whenRunning?: 'join' | 'replace';
  /** Server settings over our own; the tests turn durability off, which nothing else may. */
  settings?: Readonly<Record<string, string>>;
}

const start_ms_max = 30_000;
const stop_fast_ms_max = 8_000;
const stop_ms_max = 15_000;
const log_bytes_max = 10_000_000;

/** Complaints that pass by themselves once what an earlier instance left behind is gone. All others are final. */
const leftOverPattern = /shared memory block|lock file|Address already in use/;

/**
 * Starts Postgres on `<dataDir>/postgres`, making it at first use, and waits until it answers. An instance that
 * is still starting, stopping or orphaned is waited for up to 30 s; then its process is named.
 */
export async function startEmbedded(
  dataDir: string,
  options: EmbeddedOptions = {},
): Promise<EmbeddedDatabase> {
  const layout = embeddedLayout(dataDir);
  mkdirSync(layout.dataDir, { recursive: true });
  readOrCreatePassword(layout);
  const binaries = await findBinaries();
  const deadlineMs = Date.now() + start_ms_max;
  let complaint = '';
  while (Date.now() < deadlineMs) {
    const found = inspectPostmaster(layout.clusterDir);
    if (found.state === 'ready' && options.whenRunning !== 'replace') {
      if (await answers(layout, found.port)) return joined(layout, found.port, found.pid);
    } else if (found.state === 'ready' || (found.state === 'starting' && options.whenRunning === 'replace')) {
      await stopPostmaster(layout.clusterDir, found.pid, stop_fast_ms_max, deadlineMs);
    } else if (found.state === 'absent' || found.state === 'stale') {
      if (found.state === 'stale') rmSync(path.join(layout.clusterDir, 'postmaster.pid'), { force: true });
      const outcome = await launch(binaries, layout, options.settings ?? {}, deadlineMs);
      if (typeof outcome !== 'string') return outcome;
      complaint = outcome;
      if (!leftOverPattern.test(outcome)) break;
    }
    // Look again shortly: whatever is there is on its way up or down.
    await waitUntil(() => inspectPostmaster(layout.clusterDir).state !== found.state, Date.now() + 250);
  }
  const holder = inspectPostmaster(layout.clusterDir);
  const who = 'pid' in holder && isAlive(holder.pid) ? ` It is held by process ${holder.pid}.` : '';
  throw new Error(`The embedded database in ${layout.clusterDir} did not start.${who}\n${complaint}`.trim());
}

/** The embedded database of a data folder if it is running and answers, for commands beside `npm start`. */
export async function findEmbedded(dataDir: string): Promise<EmbeddedDatabase | undefined> {
  const layout = embeddedLayout(dataDir);
  const found = inspectPostmaster(layout.clusterDir);
  if (found.state !== 'ready' || !(await answers(layout, found.port))) return undefined;
  return joined(layout, found.port, found.pid);
}

function joined(layout: EmbeddedLayout, port: number, pid: number): EmbeddedDatabase {
  const urls = embeddedUrls(layout, port);
  return {
    url: urls.socket ?? urls.tcp,
    tcpUrl: urls.tcp,
    port,
    pid,
    started: false,
    exited: new Promise(() => undefined),
    stop: async () => undefined,
  };
}

/** One try. The text is what Postgres said where it would not start. */
async function launch(
  binaries: PostgresBinaries,
  layout: EmbeddedLayout,
  settings: Readonly<Record<string, string>>,
  deadlineMs: number,
): Promise<EmbeddedDatabase | string> {
  await ensureCluster(binaries, layout);
  if (layout.socketDir !== undefined) makeOwned(layout.socketDir, binaries);
  const port = await choosePort(layout);
  const logStart = trimmedLogSize(layout.logFile);
  const child = spawnServer(binaries, layout, { ...settings, port: String(port) });
  const exited = new Promise<void>((resolve) => {
    child.once('exit', () => resolve());
    child.once('error', () => resolve());
  });
  const ended = () => child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
  const isReady = () => {
    const now = inspectPostmaster(layout.clusterDir);
    return now.state === 'ready' && now.pid === child.pid;
  };
  await waitUntil(() => ended() || isReady(), deadlineMs);
  if (ended() || child.pid === undefined) return readFileSync(layout.logFile, 'utf8').slice(logStart).trim();
  const database = joined(layout, port, child.pid);
  const stop = () => stopServer(child, exited);
  if (!isReady() || !(await createDatabase(database.tcpUrl))) {
    await stop();
    return readFileSync(layout.logFile, 'utf8').slice(logStart).trim();
  }
  return { ...database, started: true, exited, stop };
}

function spawnServer(
  binaries: PostgresBinaries,
  layout: EmbeddedLayout,
  own: Readonly<Record<string, string>>,
): ChildProcess {
  const settings: Record<string, string> = {
    ...serverSettings,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: layout.socketDir ?? '',
    ...own,
  };
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
  const command = asOwner(binaries, binaries.postgres, ['-D', layout.clusterDir, ...flags], {
    reach: [layout.dataDir],
    dieWithParent: true,
  });
  // Into a file and not through a pipe, so that nothing breaks in it when we are killed.
  const log = openSync(layout.logFile, 'a', 0o600);
  try {
    return spawn(command.file, command.args, {
      ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid }),
      cwd: '/',
      // Without these glibc gives every large statement's memory back and asks for it again: a tenth of the time of a
      // busy ledger went into the kernel clearing the same pages.
      env: { ...process.env, MALLOC_MMAP_THRESHOLD_: '33554432', MALLOC_TRIM_THRESHOLD_: '134217728' },
      // A session of its own: Ctrl-C in the terminal must reach us first, so that web and worker stop before it.
      detached: true,
      stdio: ['ignore', log, log],
    });
  } finally {
    closeSync(log);
  }
}

async function stopServer(child: ChildProcess, exited: Promise<void>): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill('SIGINT');
  const hurry = setTimeout(() => child.kill('SIGQUIT'), stop_fast_ms_max);
  const force = setTimeout(() => child.kill('SIGKILL'), stop_ms_max);
  await exited;
  clearTimeout(hurry);
  clearTimeout(force);
}

/** initdb makes no database of our name. Two processes may both try; that it exists is all that counts. */
async function createDatabase(tcpUrl: string): Promise<boolean> {
  const url = new URL(tcpUrl);
  url.pathname = '/postgres';
  const client = new pg.Client({ connectionString: url.href });
  client.on('error', () => undefined);
  try {
    await client.connect();
    const present = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [database_name]);
    if (present.rowCount === 0) await client.query(`CREATE DATABASE ${database_name}`);
    return true;
  } catch (error) {
    if (databaseErrorKind(error) === 'unavailable') return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function answers(layout: EmbeddedLayout, port: number): Promise<boolean> {
  const client = new pg.Client({
    connectionString: embeddedUrls(layout, port).tcp,
    connectionTimeoutMillis: 2_000,
  });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (isWrongPassword(error)) {
      throw new Error(`${layout.passwordFile} is not the password of the database in ${layout.clusterDir}.`);
    }
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

function isWrongPassword(error: unknown): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === '28P01';
}

function trimmedLogSize(file: string): number {
  try {
    const { size } = statSync(file);
    if (size <= log_bytes_max) return size;
    rmSync(file);
  } catch {
    // Not there yet.
  }
  return 0;
}
