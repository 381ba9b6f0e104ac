import { setTimeout as wait } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { PostedEntry } from '@/lib/imports/posted-entries';
import { readRow } from '@/lib/imports/read-row';
import { type PostedRow, refuse, stagedRows } from '@/lib/imports/server/examine-posted';
import { onlyOne } from '@/lib/imports/server/only-one';
import {
  findUnderWay,
  finish,
  noteDone,
  noteUndone,
  readProgress,
} from '@/lib/imports/server/posted-progress';
import { readImport } from '@/lib/imports/server/read-import';
import { forgetBroken } from '@/lib/imports/server/stage-import';
import { isPosted, type PostedKind } from '@/lib/imports/settings';
import { documentsOf, takeBackDocument, writeDocument } from './import-documents';
import { type ImportContext, isEventKind, postRows, type RefusedRow, unpostRows } from './import-events';

const look_ms = 1_000;
/** Rows per post, and posts under way at once: the lane collects while the one before is written. */
const rows_per_post = 2_000;
const posts_in_flight = 3;

/**
 * Brings confirmed imports to their end, or back, one after the other; one that was cut short goes on where it stood.
 * Forgets on the way what was staged by a process that died.
 */
export function startImports(pool: Pool, onError: (error: unknown) => void): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const working = (async () => {
    while (!signal.aborted) {
      try {
        await forgetBroken(pool);
        for (const { id } of await findUnderWay(pool)) if (!signal.aborted) await runImport(pool, id, signal);
      } catch (error) {
        onError(error);
      }
      await wait(look_ms, undefined, { signal }).catch(() => undefined);
    }
  })();
  return {
    async stop() {
      stopping.abort();
      await working;
    },
  };
}

/** One import to its end, unless somebody else is at it. */
export async function runImport(pool: Pool, id: string, signal?: AbortSignal): Promise<void> {
  await onlyOne(pool, id, async (client) => {
    for (;;) {
      const progress = await readProgress(client, id);
      if (progress === null || signal?.aborted) return { ok: true };
      const back = progress.status === 'reversing';
      if (!back && progress.status !== 'committing') return { ok: true };
      const ended = back ? await takeBack(pool, client, id, signal) : await write(pool, client, id, signal);
      if (!ended) continue;
      await finish(client, id, back ? 'reversing' : 'committing');
    }
  });
}

interface Work {
  kind: PostedKind;
  context: ImportContext;
  /** Rows behind `after`, as they are read by the mapping that was confirmed. */
  rows(after: number): AsyncGenerator<PostedRow[]>;
}

async function workOf(client: PoolClient, id: string): Promise<Work | null> {
  const found = await readImport(client, id);
  const progress = await readProgress(client, id);
  if (found === null || progress === null || !isPosted(found.kind)) return null;
  const { kind, columns, mapping, settings } = found;
  return {
    kind,
    context: { id, actor: progress.actor, committedAt: progress.committedAt },
    async *rows(after) {
      for await (const batch of stagedRows(client, id, after, rows_per_post))
        yield batch.flatMap(({ row, cells }) => {
          const read = readRow(kind, cells, columns, mapping, settings.numbers);
          return read.ok ? [{ row, entry: read.entry as PostedEntry }] : [];
        });
    },
  };
}

/** True at the end; false where it stopped before, because it was asked back or the process ends. */
async function write(pool: Pool, client: PoolClient, id: string, signal?: AbortSignal): Promise<boolean> {
  const work = await workOf(client, id);
  const progress = await readProgress(client, id);
  if (work === null || progress === null) return true;
  const { kind, context } = work;
  const noted = async (rows: readonly PostedRow[], refused: RefusedRow[], last = lastOf(rows)) => {
    await refuse(client, id, refused);
    const status = await noteDone(client, id, {
      row: last,
      written: rows.length - refused.length,
      refused: refused.length,
    });
    return status === 'committing' && signal?.aborted !== true;
  };
  if (isEventKind(kind))
    return inStretches(
      work.rows(progress.doneRow),
      (rows) => postRows(kind, rows, context),
      (rows, refused) => noted(rows, refused),
    );
  for (const document of documentsOf(kind, await all(work.rows(0)))) {
    const first = document.rows[0]?.row ?? 0;
    if (first <= progress.doneRow) continue;
    const reason = await writeDocument(pool, kind, document, context);
    if (!(await noted(document.rows, refusedAll(document.rows, reason), first))) return false;
  }
  return true;
}

async function takeBack(pool: Pool, client: PoolClient, id: string, signal?: AbortSignal): Promise<boolean> {
  const work = await workOf(client, id);
  const progress = await readProgress(client, id);
  if (work === null || progress === null) return true;
  const { kind, context } = work;
  const noted = async (rows: readonly PostedRow[], refused: RefusedRow[], last = lastOf(rows)) => {
    await refuse(client, id, refused);
    await noteUndone(client, id, {
      row: last,
      reversed:
        rows.filter(({ row }) => row <= progress.doneRow || !isEventKind(kind)).length - refused.length,
      notReversed: refused.length,
    });
    return signal?.aborted !== true;
  };
  if (isEventKind(kind)) {
    // What was posted and not noted before it was cut short lies within what can be under way.
    const until = progress.doneRow + rows_per_post * (posts_in_flight + 1);
    return inStretches(
      upTo(work.rows(progress.undoneRow), until),
      async (rows) =>
        (await unpostRows(kind, rows, context)).filter(
          ({ row, findings }) => row <= progress.doneRow || findings[0]?.code !== 'unknown_event',
        ),
      (rows, refused) => noted(rows, refused),
    );
  }
  for (const document of documentsOf(kind, await all(work.rows(0)))) {
    const first = document.rows[0]?.row ?? 0;
    if (first <= progress.undoneRow) continue;
    const reason = await takeBackDocument(pool, kind, document, context);
    if (!(await noted(document.rows, refusedAll(document.rows, reason), first))) return false;
  }
  return true;
}

/**
 * Works on stretches, several under way at once, and notes them in their order: what is noted is done, whatever comes
 * after. False as soon as noting says to stop; what is under way then is noted all the same.
 */
async function inStretches(
  stretches: AsyncGenerator<PostedRow[]>,
  work: (rows: PostedRow[]) => Promise<RefusedRow[]>,
  noted: (rows: readonly PostedRow[], refused: RefusedRow[]) => Promise<boolean>,
): Promise<boolean> {
  const underWay: { rows: PostedRow[]; refused: Promise<RefusedRow[]> }[] = [];
  let goOn = true;
  const settle = async () => {
    const first = underWay.shift();
    if (first === undefined) return;
    const more = await noted(first.rows, await first.refused);
    goOn = goOn && more;
  };
  for await (const rows of stretches) {
    if (rows.length === 0) continue;
    const refused = work(rows);
    // It is awaited in its turn; until then a failure is nobody's.
    refused.catch(() => undefined);
    underWay.push({ rows, refused });
    if (underWay.length >= posts_in_flight) await settle();
    if (!goOn) break;
  }
  while (underWay.length > 0) await settle();
  return goOn;
}

async function* upTo(stretches: AsyncGenerator<PostedRow[]>, until: number): AsyncGenerator<PostedRow[]> {
  for await (const rows of stretches) {
    const wanted = rows.filter(({ row }) => row <= until);
    if (wanted.length > 0) yield wanted;
    if (wanted.length < rows.length) return;
  }
}

function lastOf(rows: readonly PostedRow[]): number {
  return rows.at(-1)?.row ?? 0;
}

async function all(stretches: AsyncGenerator<PostedRow[]>): Promise<PostedRow[]> {
  const rows: PostedRow[] = [];
  for await (const stretch of stretches) rows.push(...stretch);
  return rows;
}

/** Every row of a document that could not be done, with the reason; none where there is no reason. */
function refusedAll(rows: readonly PostedRow[], reason: string | null): RefusedRow[] {
  if (reason === null) return [];
  return rows.map(({ row }) => ({
    row,
    findings: [{ column: null, value: '', code: 'refused', reason }],
  }));
}
