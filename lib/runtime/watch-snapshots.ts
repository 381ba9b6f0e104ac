import { mkdir, open, readdir, rename, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Pool } from 'pg';
import type { Principal } from '@/lib/access/principal';
import { startLoop } from '@/lib/channels/server/start-loop';
import { reportSnapshotAs } from './report-snapshot';

const look_ms = 1_000;
const file_bytes_max = 16 * 1024 * 1024;
const problems_written_max = 1_000;

/** Whoever may put a file there may report: the folder is the operator's own. */
const watcher: Principal = { kind: 'key', id: 'watched-folder', name: 'Watched folder', role: 'integration' };

/**
 * Takes in reports of nodes that are put into a folder, `<node>.csv` or `<node>@<anything>.csv`, as of when the file was
 * written; it goes to `done` or `failed` then, what was refused in a text beside it. A file that still grows waits. Looked
 * for by listing, since shared folders tell of no changes.
 */
export function startWatchingSnapshots(
  pool: Pool,
  folder: string,
  onError: (error: unknown) => void,
): { stop(): Promise<void> } {
  const sizes = new Map<string, string>();
  return startLoop(
    look_ms,
    async () => {
      await takeSnapshots(pool, folder, sizes);
      return false;
    },
    onError,
  );
}

/** One look. `seen`: how the files looked the last time; one is taken when it looks the same again. */
export async function takeSnapshots(pool: Pool, folder: string, seen: Map<string, string>): Promise<void> {
  await mkdir(path.join(folder, 'done'), { recursive: true });
  await mkdir(path.join(folder, 'failed'), { recursive: true });
  const names = (await readdir(folder, { withFileTypes: true }))
    .filter((entry) => entry.isFile() && /\.(csv|tsv|txt)$/i.test(entry.name) && !entry.name.startsWith('.'))
    .map(({ name }) => name)
    .sort();
  for (const name of [...seen.keys()]) if (!names.includes(name)) seen.delete(name);
  for (const name of names) {
    const file = path.join(folder, name);
    const { size, mtimeMs } = await stat(file);
    const look = `${size} ${mtimeMs}`;
    if (seen.get(name) !== look) {
      seen.set(name, look);
      continue;
    }
    seen.delete(name);
    await take(pool, folder, name, { size, mtimeMs });
  }
}

async function take(
  pool: Pool,
  folder: string,
  name: string,
  { size, mtimeMs }: { size: number; mtimeMs: number },
): Promise<void> {
  const file = path.join(folder, name);
  const node = (/^(.*?)(?:@.*)?\.[^.]+$/.exec(name)?.[1] ?? '').trim();
  const known = await pool.query('SELECT FROM stock_node WHERE node = $1', [node]);
  if (known.rowCount === 0)
    return move(folder, name, 'failed', [`There is no stock node ${node}: name the file after its node.`]);
  if (size > file_bytes_max)
    return move(folder, name, 'failed', [
      `The file has more than ${file_bytes_max / 1024 / 1024} MB: part it.`,
    ]);
  const takenAt = new Date(Math.min(mtimeMs, Date.now())).toISOString();
  const handle = await open(file);
  const bytes = await handle.readFile().finally(() => handle.close());
  const reported = await reportSnapshotAs(watcher, { node, takenAt }, bytes);
  if (!reported.ok)
    return move(folder, name, 'failed', [
      reported.detail,
      ...reported.problems.map(
        ({ row, column, value, reason }) => `Row ${row}, ${column} "${value}": ${reason}`,
      ),
    ]);
  const refused = reported.refused.map(({ row, sku, detail }) => `Row ${row}, ${sku}: ${detail}`);
  const taken = reported.recorded + reported.repeated > 0;
  return move(folder, name, taken ? 'done' : 'failed', refused);
}

async function move(
  folder: string,
  name: string,
  to: 'done' | 'failed',
  why: readonly string[],
): Promise<void> {
  const target = `${new Date().toISOString().replace(/[:.]/g, '-')} ${name}`;
  await rename(path.join(folder, name), path.join(folder, to, target));
  if (why.length > 0)
    await writeFile(
      path.join(folder, to, `${target}.refused.txt`),
      `${why.slice(0, problems_written_max).join('\n')}\n`,
    );
}
