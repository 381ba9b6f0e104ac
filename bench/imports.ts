import { fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { BenchDatabase } from './bench-database';
import type { Figure } from './report';
import { loadCatalog } from './workload';

const goal_rows_per_second = 10_000;
const goal_megabytes = 400;

export interface ImportTimes {
  stageSeconds: number;
  examineSeconds: number;
  postSeconds: number;
  /** The most that the process ever held. */
  megabytes: number;
}

/** A file of opening stock brought in by a process of its own: staged, dry run, posted; and its memory. */
export async function benchImports({ pool, url }: BenchDatabase, rows: number): Promise<Figure[]> {
  await loadCatalog(pool, rows);
  await pool.query('ANALYZE sku');
  const child = fork(fileURLToPath(new URL('./import-process.ts', import.meta.url)), [String(rows)], {
    execArgv: ['--import', 'tsx', '--conditions=react-server'],
    env: { ...process.env, DATABASE_URL: url },
  });
  const [times] = (await Promise.race([
    once(child, 'message'),
    once(child, 'exit').then(() => Promise.reject(new Error('the import broke off'))),
  ])) as [ImportTimes];
  const rate = (name: string, seconds: number): Figure => ({
    section: 'imports',
    name,
    value: rows / seconds,
    unit: 'rows/s',
    goal: `> ${goal_rows_per_second}`,
    met: rows / seconds > goal_rows_per_second,
    note: `${rows} rows in ${seconds.toFixed(1)} s`,
  });
  return [
    rate('read and staged', times.stageSeconds),
    rate('dry run', times.examineSeconds),
    rate('posted, each row an event', times.postSeconds),
    {
      section: 'imports',
      name: 'most memory of the process',
      value: times.megabytes,
      unit: 'MB',
      goal: `< ${goal_megabytes}`,
      met: times.megabytes < goal_megabytes,
    },
  ];
}
