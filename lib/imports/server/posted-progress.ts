import type { Pool, PoolClient } from 'pg';
import type { ImportStatus } from '../import-view';
import { postedKinds } from '../settings';

/** An import that goes on without a request. */
export interface UnderWay {
  id: string;
  status: Extract<ImportStatus, 'committing' | 'reversing'>;
}

export async function findUnderWay(pool: Pool): Promise<UnderWay[]> {
  const { rows } = await pool.query<{ import: string; status: UnderWay['status'] }>(
    `SELECT import, status FROM import WHERE status IN ('committing', 'reversing') ORDER BY created_at LIMIT 20`,
  );
  return rows.map((row) => ({ id: row.import, status: row.status }));
}

/** How far it has come, and who confirmed it. */
export async function readProgress(
  client: PoolClient,
  id: string,
): Promise<{
  status: ImportStatus;
  doneRow: number;
  undoneRow: number;
  actor: string;
  committedAt: string;
} | null> {
  const { rows } = await client.query<{
    status: ImportStatus;
    done_row: number;
    undone_row: number;
    committed_by: string | null;
    committed_at: Date | null;
  }>('SELECT status, done_row, undone_row, committed_by, committed_at FROM import WHERE import = $1', [id]);
  const [row] = rows;
  if (row === undefined) return null;
  return {
    status: row.status,
    doneRow: row.done_row,
    undoneRow: row.undone_row,
    actor: row.committed_by ?? '',
    committedAt: (row.committed_at ?? new Date()).toISOString(),
  };
}

/** Notes what was written up to a row; gives the status as it is now, for somebody may want it back meanwhile. */
export async function noteDone(
  client: PoolClient,
  id: string,
  at: { row: number; written: number; refused: number },
): Promise<ImportStatus | null> {
  return note(
    client,
    `done_row = greatest(done_row, $2), outcome = outcome || jsonb_build_object(
       'written', coalesce((outcome ->> 'written')::integer, 0) + $3,
       'refusedLater', coalesce((outcome ->> 'refusedLater')::integer, 0) + $4)`,
    [id, at.row, at.written, at.refused],
  );
}

export async function noteUndone(
  client: PoolClient,
  id: string,
  at: { row: number; reversed: number; notReversed: number },
): Promise<ImportStatus | null> {
  return note(
    client,
    `undone_row = greatest(undone_row, $2), outcome = outcome || jsonb_build_object(
       'reversed', coalesce((outcome ->> 'reversed')::integer, 0) + $3,
       'notReversed', coalesce((outcome ->> 'notReversed')::integer, 0) + $4)`,
    [id, at.row, at.reversed, at.notReversed],
  );
}

async function note(
  client: PoolClient,
  assignments: string,
  values: readonly unknown[],
): Promise<ImportStatus | null> {
  const { rows } = await client.query<{ status: ImportStatus }>(
    `UPDATE import SET ${assignments} WHERE import = $1 RETURNING status`,
    [...values],
  );
  return rows[0]?.status ?? null;
}

export async function finish(client: PoolClient, id: string, from: UnderWay['status']): Promise<void> {
  const done: ImportStatus = from === 'committing' ? 'committed' : 'reversed';
  await client.query('UPDATE import SET status = $2 WHERE import = $1 AND status = $3', [id, done, from]);
}

export type CancelledImport =
  | { ok: true; status: ImportStatus | 'forgotten' }
  | { ok: false; code: 'not_found' | 'cannot_be_reversed'; detail: string };

/** Gives an import up: what is only staged is forgotten, what was or is being written is taken back by reversal. */
export async function cancelImport(pool: Pool, id: string): Promise<CancelledImport> {
  const { rows } = await pool.query<{ status: ImportStatus }>(
    `UPDATE import SET status = 'reversing' WHERE import = $1 AND status IN ('committing', 'committed') AND kind = ANY($2)
     RETURNING status`,
    [id, [...postedKinds]],
  );
  const [turned] = rows;
  if (turned !== undefined) return { ok: true, status: turned.status };
  const gone = await pool.query(
    `DELETE FROM import WHERE import = $1 AND status IN ('staging', 'staged', 'examined')`,
    [id],
  );
  if (gone.rowCount === 1) return { ok: true, status: 'forgotten' };
  const { rows: left } = await pool.query<{ status: ImportStatus }>(
    'SELECT status FROM import WHERE import = $1',
    [id],
  );
  const [there] = left;
  if (there === undefined) return { ok: false, code: 'not_found', detail: 'There is no such import.' };
  if (there.status === 'committed')
    return {
      ok: false,
      code: 'cannot_be_reversed',
      detail: 'What was written to the catalogue is changed there, or by another file: it is not taken back.',
    };
  return { ok: true, status: there.status };
}
