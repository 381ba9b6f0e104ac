import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Principal } from '@/lib/access/principal';
import { readImport } from '@/lib/imports/server/read-import';
import { commitImportAs, examineImportAs, stageImportAs } from '@/lib/runtime/imports';
import { closeLedger } from '@/lib/runtime/ledger';
import { runImport } from '@/lib/runtime/run-imports';
import type { BenchDatabase } from './bench-database';
import type { Figure } from './report';

const sample_ms = 50;
const rows_per_chunk = 5_000;
const goal_rows_per_second = 10_000;
const goal_megabytes = 400;
const manager: Principal = { kind: 'user', id: 'bench', name: 'Bench', role: 'manager' };

/** A file of opening stock brought in: read from the stream, dry run, posted; and what it took of memory. */
export async function benchImports({ pool, url }: BenchDatabase, rows: number): Promise<Figure[]> {
  process.env.DATABASE_URL = url;
  await pool.query(
    `INSERT INTO sku (sku, name) SELECT 'SKU-' || lpad(n::text, 7, '0'), 'Article ' || n FROM generate_series(1, $1::integer) n`,
    [rows],
  );
  await pool.query(`INSERT INTO stock_node (node, name, kind) VALUES ('WH', 'Warehouse', 'warehouse')`);
  await pool.query('ANALYZE sku');
  let peakBytes = 0;
  const sampling = setInterval(() => {
    peakBytes = Math.max(peakBytes, process.memoryUsage.rss());
  }, sample_ms);
  const timed = async <Done>(work: () => Promise<Done>): Promise<[Done, number]> => {
    const began = performance.now();
    const done = await work();
    return [done, (performance.now() - began) / 1000];
  };
  try {
    const [staged, stageSeconds] = await timed(() =>
      stageImportAs(
        pool,
        { kind: 'opening_stock', fileName: 'opening.csv', chosen: {} },
        Readable.toWeb(Readable.from(file(rows))) as ReadableStream<Uint8Array>,
        manager,
      ),
    );
    if (!staged.ok) throw new Error(staged.detail);
    const view = await readImport(pool, staged.id);
    if (view === null) throw new Error('the import is gone');
    const [examined, examineSeconds] = await timed(() =>
      examineImportAs(pool, staged.id, { mapping: view.mapping, numbers: view.settings.numbers }, manager),
    );
    if (!examined.ok || examined.import.writable !== rows) throw new Error('not every row is good');
    const committed = await commitImportAs(pool, staged.id, false, manager);
    if (!committed.ok) throw new Error(committed.detail);
    const [, postSeconds] = await timed(() => runImport(pool, staged.id));
    const done = await readImport(pool, staged.id);
    if (done?.status !== 'committed' || done.written !== rows) throw new Error('not every row was posted');
    const rate = (name: string, seconds: number): Figure => ({
      section: 'imports',
      name,
      value: rows / seconds,
      unit: 'rows/s',
      goal: `> ${goal_rows_per_second}`,
      met: rows / seconds > goal_rows_per_second,
      note: `${rows} rows in ${seconds.toFixed(1)} s`,
    });
    const megabytes = peakBytes / 1024 / 1024;
    return [
      rate('read and staged', stageSeconds),
      rate('dry run', examineSeconds),
      rate('posted, each row an event', postSeconds),
      {
        section: 'imports',
        name: 'most memory of the process',
        value: megabytes,
        unit: 'MB',
        goal: `< ${goal_megabytes}`,
        met: megabytes < goal_megabytes,
      },
    ];
  } finally {
    clearInterval(sampling);
    await closeLedger();
  }
}

function* file(rows: number): Generator<Buffer> {
  yield Buffer.from('sku,node,units\n');
  for (let from = 1; from <= rows; from += rows_per_chunk) {
    const count = Math.min(rows_per_chunk, rows - from + 1);
    yield Buffer.from(
      Array.from(
        { length: count },
        (_, at) => `SKU-${String(from + at).padStart(7, '0')},WH,${1 + ((from + at) % 90)}\n`,
      ).join(''),
    );
  }
}
