import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chownSync, existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { asOwner, type PostgresBinaries } from './binaries';
import { database_user, type EmbeddedLayout, readOrCreatePassword } from './layout';

/**
 * What an acknowledged write must survive stays on: the disk has it before the answer goes out. The rest suits
 * one machine shared with web and worker.
 */
export const serverSettings: Readonly<Record<string, string>> = {
  fsync: 'on',
  synchronous_commit: 'on',
  full_page_writes: 'on',
  // The binaries know only pglz, which costs the writer more than the bytes it saves.
  wal_compression: 'off',
  max_wal_size: '4GB',
  min_wal_size: '256MB',
  checkpoint_timeout: '15min',
  checkpoint_completion_target: '0.9',
  shared_buffers: '512MB',
  effective_cache_size: '2GB',
  work_mem: '16MB',
  maintenance_work_mem: '128MB',
  max_connections: '120',
  random_page_cost: '1.1',
  jit: 'off',
  idle_in_transaction_session_timeout: '60s',
  password_encryption: 'scram-sha-256',
  timezone: 'UTC',
  log_timezone: 'UTC',
  log_min_messages: 'warning',
  log_checkpoints: 'off',
};

/**
 * Makes the cluster if it is not there: UTF-8, C.UTF-8 sorting (the same on every machine), data checksums. It
 * is made aside and renamed into place, so that an initdb that was killed midway leaves nothing to trip over.
 */
export async function ensureCluster(binaries: PostgresBinaries, layout: EmbeddedLayout): Promise<void> {
  if (existsSync(path.join(layout.clusterDir, 'PG_VERSION'))) return;
  const aside = path.join(layout.dataDir, `postgres-new-${randomBytes(4).toString('hex')}`);
  const passwordCopy = `${aside}.password`;
  try {
    makeOwned(aside, binaries);
    // Our own file belongs to us alone; initdb, being another user where we are root, gets a copy of its own.
    writeFileSync(passwordCopy, `${readOrCreatePassword(layout)}\n`, { mode: 0o600 });
    if (binaries.owner !== undefined) chownSync(passwordCopy, binaries.owner.uid, binaries.owner.gid);
    await runInitdb(binaries, layout, aside, passwordCopy);
    try {
      renameSync(aside, layout.clusterDir);
    } catch (error) {
      // Somebody else was faster; theirs is as good.
      if (!existsSync(path.join(layout.clusterDir, 'PG_VERSION'))) throw error;
    }
  } finally {
    rmSync(aside, { recursive: true, force: true });
    rmSync(passwordCopy, { force: true });
  }
}

export function makeOwned(folder: string, binaries: PostgresBinaries): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if (binaries.owner !== undefined) chownSync(folder, binaries.owner.uid, binaries.owner.gid);
}

async function runInitdb(
  binaries: PostgresBinaries,
  layout: EmbeddedLayout,
  folder: string,
  passwordFile: string,
): Promise<void> {
  const command = asOwner(
    binaries,
    binaries.initdb,
    [
      `--pgdata=${folder}`,
      `--username=${database_user}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--data-checksums',
      '--no-instructions',
    ],
    { reach: [layout.dataDir], dieWithParent: false },
  );
  const child = spawn(command.file, command.args, {
    ...(command.uid === undefined ? {} : { uid: command.uid, gid: command.gid }),
    cwd: '/',
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let complaint = '';
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => (complaint += chunk));
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
  if (code !== 0) throw new Error(`initdb could not make ${layout.clusterDir}:\n${complaint.trim()}`);
}
