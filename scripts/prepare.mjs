// Brings a checkout to where it can run: dependencies, the Prisma client, the production build. Each step is
// skipped while the hash of what it depends on is the one of last time.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

const buildSources = ['app', 'components', 'lib', 'prisma', 'public', 'proxy.ts', 'instrumentation.ts'];
const buildFiles = ['package-lock.json', 'next.config.ts', 'postcss.config.mjs', 'tsconfig.json'];
const skipped = new Set(['node_modules', 'generated', 'migrations', 'seed']);

export async function prepare({ build }) {
  step('node_modules/.truecount-installed', hashOf(['package.json', 'package-lock.json']), 'Installing', [
    ['npm', ['ci', '--include=dev', '--no-fund', '--no-audit']],
  ]);
  // Generating needs no schema engine; the command line only insists on having one.
  step(
    'lib/db/generated/.truecount-generated',
    hashOf(['prisma/schema.prisma', 'prisma/models', 'package-lock.json']),
    'Generating the database client',
    [[bin('prisma'), ['generate'], { PRISMA_SCHEMA_ENGINE_BINARY: '/bin/true' }]],
  );
  if (build) {
    step('.next/.truecount-built', hashOf([...buildSources, ...buildFiles]), 'Building', [
      [bin('next'), ['build'], { NEXT_TELEMETRY_DISABLED: '1' }],
    ]);
  }
}

export function bin(name) {
  return path.join(root, 'node_modules', '.bin', name);
}

function step(stampFile, hash, what, commands) {
  const stamp = path.join(root, stampFile);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return;
  console.log(`${what} …`);
  for (const [command, args, env] of commands) {
    const { status, error } = spawnSync(command, args, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, ...env },
    });
    if (status !== 0) {
      console.error(
        `${what} failed: ${path.basename(command)} ${args.join(' ')}${error ? `: ${error.message}` : ''}`,
      );
      process.exit(1);
    }
  }
  mkdirSync(path.dirname(stamp), { recursive: true });
  writeFileSync(stamp, hash);
}

/** Of the names and contents of files and folders under the root; what is not there counts as nothing. */
export function hashOf(names) {
  const hash = createHash('sha256');
  for (const name of names) addTo(hash, name);
  return hash.digest('hex');
}

function addTo(hash, name) {
  const file = path.join(root, name);
  let entries;
  try {
    entries = readdirSync(file, { withFileTypes: true });
  } catch {
    if (existsSync(file)) hash.update(`${name}\0`).update(readFileSync(file)).update('\0');
    return;
  }
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    if (entry.isDirectory() && skipped.has(entry.name)) continue;
    if (/\.test\.tsx?$/.test(entry.name)) continue;
    addTo(hash, `${name}/${entry.name}`);
  }
}
