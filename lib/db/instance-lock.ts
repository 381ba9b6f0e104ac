import { randomBytes } from 'node:crypto';
import { linkSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isAlive, waitUntil } from './embedded/postmaster';

export interface InstanceLock {
  release(): void;
}

interface Holder {
  pid: number;
  /** When that process started, in the kernel's ticks: tells it from a later one of the same number. */
  startTicks: string;
  since: string;
}

const lock_wait_ms_max = 30_000;

/**
 * One supervisor per data folder: the lock is a file that names its holder. Waits up to 30 s for an earlier one
 * that is still stopping; takes over from one that is gone; else throws and names the process. Where `enough`
 * turns true while waiting, undefined is returned: what the lock was wanted for is there without it.
 */
export async function acquireInstanceLock(
  dataDir: string,
  enough: () => Promise<boolean> = async () => false,
): Promise<InstanceLock | undefined> {
  mkdirSync(dataDir, { recursive: true });
  const file = path.join(dataDir, 'truecount.lock');
  let satisfied = false;
  const got = await waitUntil(async () => {
    if (tryLock(file)) return true;
    satisfied = await enough();
    return satisfied;
  }, Date.now() + lock_wait_ms_max);
  if (satisfied) return undefined;
  if (!got) {
    const holder = readHolder(file);
    throw new Error(
      `Truecount already runs on ${dataDir}: process ${holder?.pid ?? '(unknown)'}, since ${holder?.since ?? '?'}. ` +
        'Stop it first, or give this one a folder of its own with TRUECOUNT_DATA_DIR.',
    );
  }
  return { release: () => release(file) };
}

function tryLock(file: string): boolean {
  const holder = readHolder(file);
  if (holder !== undefined) {
    if (isHeld(holder)) return false;
    // Moving it away is atomic: of several that see the holder gone, one moves what it saw.
    const aside = `${file}.${randomBytes(4).toString('hex')}`;
    try {
      renameSync(file, aside);
    } catch {
      return false;
    }
    const moved = readHolder(aside);
    rmSync(aside, { force: true });
    if (moved !== undefined && isHeld(moved)) writeFileSync(file, JSON.stringify(moved));
  }
  const mine: Holder = {
    pid: process.pid,
    startTicks: startTicks(process.pid),
    since: new Date().toISOString(),
  };
  const aside = `${file}.${randomBytes(4).toString('hex')}`;
  writeFileSync(aside, JSON.stringify(mine));
  try {
    linkSync(aside, file);
    return true;
  } catch {
    return false;
  } finally {
    rmSync(aside, { force: true });
  }
}

function release(file: string): void {
  if (readHolder(file)?.pid === process.pid) rmSync(file, { force: true });
}

function readHolder(file: string): Holder | undefined {
  try {
    const parsed = JSON.parse(readFileSync(file, 'utf8')) as Partial<Holder>;
    if (typeof parsed.pid !== 'number') return { pid: 0, startTicks: '', since: '' };
    return { pid: parsed.pid, startTicks: parsed.startTicks ?? '', since: parsed.since ?? '' };
  } catch (error) {
    // A file that does not read as ours was cut short by a crash: nobody holds it.
    return error instanceof SyntaxError ? { pid: 0, startTicks: '', since: '' } : undefined;
  }
}

function isHeld(holder: Holder): boolean {
  return holder.pid > 0 && isAlive(holder.pid) && startTicks(holder.pid) === holder.startTicks;
}

/** Field 22 of /proc/<pid>/stat, counted after the name, which may hold spaces; empty where there is no /proc. */
function startTicks(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    // A zombie has ended and only waits to be counted.
    return fields[0] === 'Z' ? 'ended' : (fields[19] ?? '');
  } catch {
    return '';
  }
}
