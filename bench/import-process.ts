import { Readable } from 'node:stream';
import type { ReadableStream } from 'node:stream/web';
import type { Principal } from '@/lib/access/principal';
import { getPool } from '@/lib/db/client';
import { readImport } from '@/lib/imports/server/read-import';
import { commitImportAs, examineImportAs, stageImportAs } from '@/lib/runtime/imports';
import { closeLedger } from '@/lib/runtime/ledger';
import { runImport } from '@/lib/runtime/run-imports';
import type { ImportTimes } from './imports';
import { skuName } from './workload';

const rows_per_chunk = 5_000;
const manager: Principal = { kind: 'user', id: 'bench', name: 'Bench', role: 'manager' };

/** A process that does nothing but bring one file in, so that its memory is that of the import. */
const rows = Number(process.argv[2]);
const pool = getPool();
const timed = async <Done>(work: () => Promise<Done>): Promise<[Done, number]> => {
  const began = performance.now();
  const done = await work();
  return [done, (performance.now() - began) / 1000];
};
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
await closeLedger();
await pool.end();
const times: ImportTimes = {
  stageSeconds,
  examineSeconds,
  postSeconds,
  megabytes: process.resourceUsage().maxRSS / 1024,
};
process.send?.(times);
process.disconnect?.();

function* file(rows: number): Generator<Buffer> {
  yield Buffer.from('sku,node,units\n');
  for (let from = 0; from < rows; from += rows_per_chunk) {
    const count = Math.min(rows_per_chunk, rows - from);
    yield Buffer.from(
      Array.from({ length: count }, (_, at) => `${skuName(from + at)},WH,${1 + ((from + at) % 90)}\n`).join(
        '',
      ),
    );
  }
}
