import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

/** What `postmaster.pid` says of the server on a cluster, checked against the process table. */
export type Postmaster =
  | { state: 'absent' }
  /** The file names a process that is gone, or that is by now somebody else: left behind by a kill -9. */
  | { state: 'stale'; pid: number }
  | { state: 'starting' | 'stopping' | 'ready'; pid: number; port: number };

const poll_ms = 25;

export function inspectPostmaster(clusterDir: string): Postmaster {
  let lines: string[];
  try {
    lines = readFileSync(path.join(clusterDir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return { state: 'absent' };
  }
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0) return { state: 'starting', pid: 0, port: 0 };
  if (!isPostmaster(pid, clusterDir)) return { state: 'stale', pid };
  const status = lines[7]?.trim();
  return {
    state: status === 'ready' ? 'ready' : status === 'stopping' ? 'stopping' : 'starting',
    pid,
    port: Number(lines[3]) || 0,
  };
}

/** Waits until `done` says so, at most until the deadline (milliseconds since the epoch). */
export async function waitUntil(
  done: () => boolean | Promise<boolean>,
  deadlineMs: number,
): Promise<boolean> {
  while (!(await done())) {
    if (Date.now() >= deadlineMs) return false;
    await wait(poll_ms);
  }
  return true;
}

/**
 * Stops a server that nobody supervises any more: a fast shutdown, and an immediate one (the next start then
 * replays the log) if that takes too long. False if it is still there at the deadline.
 */
export async function stopPostmaster(clusterDir: string, pid: number, fastMs: number, deadlineMs: number) {
  const gone = () => !isPostmaster(pid, clusterDir);
  signal(pid, 'SIGINT');
  if (await waitUntil(gone, Math.min(deadlineMs, Date.now() + fastMs))) return true;
  signal(pid, 'SIGQUIT');
  return waitUntil(gone, deadlineMs);
}

/** A postmaster stands in its cluster's folder, which a process that merely got the same pid does not. */
function isPostmaster(pid: number, clusterDir: string): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  try {
    return readlinkSync(`/proc/${pid}/cwd`) === realpathSync(clusterDir);
  } catch (error) {
    // Another user's process hides its folder: then it may well be ours, started by root.
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EACCES';
  }
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error && error.code === 'EPERM';
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch {
    // It ended on its own in between.
  }
}
