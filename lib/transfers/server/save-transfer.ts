import type { Pool, PoolClient } from 'pg';
import { unknownNames } from '@/lib/catalog/server/unknown-names';
import { withTransaction } from '@/lib/db/transaction';
import type { SaveTransfer, TransferDetail } from '../transfer-document';
import { readTransfer } from './read-transfer';

export type SavedTransfer =
  | { ok: true; version: number }
  | {
      ok: false;
      code: string;
      detail: string;
      theirs?: TransferDetail;
      /** Where the document stands now though the step was refused: the next one is made on it. */
      version?: number;
    };

/** Keeps a draft on the version that was seen; where another stands, nothing is kept and both are shown. */
export async function saveTransfer(
  pool: Pool,
  { key, seen, plan }: SaveTransfer,
  actor: string,
  record: (client: PoolClient, version: number) => Promise<void>,
): Promise<SavedTransfer> {
  const { transfer, from, to, expectedAt, note, lines } = plan;
  const unknown = await unknownNames(
    pool,
    [from, to],
    lines.map(({ sku }) => sku),
  );
  if (unknown !== null) return { ok: false, code: 'unknown_name', detail: `${unknown} Nothing was kept.` };
  const before = await readTransfer(pool, transfer);
  if (before !== null && before.status !== 'draft')
    return {
      ok: false,
      code: 'not_a_draft',
      detail: 'Only a draft can be changed: this transfer has moved on.',
      theirs: before,
    };
  const version = await withTransaction(pool, async (client) => {
    const { rows } = await client.query<{ version: number }>(
      `INSERT INTO transfer_document (transfer, from_node, to_node, expected_at, note, lines, created_by, last_key)
       SELECT $1, $2, $3, $4, $5, $6, $7, $8 WHERE $9 = 0
       ON CONFLICT (transfer) DO UPDATE SET last_key = transfer_document.last_key
         WHERE transfer_document.last_key = EXCLUDED.last_key
       RETURNING version`,
      [transfer, from, to, expectedAt ?? null, note ?? '', JSON.stringify(lines), actor, key, seen],
    );
    const updated =
      seen === 0
        ? rows
        : (
            await client.query<{ version: number }>(
              `UPDATE transfer_document SET from_node = $2, to_node = $3, expected_at = $4, note = $5, lines = $6,
                 last_key = $7, updated_at = clock_timestamp(),
                 version = CASE WHEN last_key = $7 THEN version ELSE version + 1 END
               WHERE transfer = $1 AND cancelled_at IS NULL AND (version = $8 OR last_key = $7) RETURNING version`,
              [transfer, from, to, expectedAt ?? null, note ?? '', JSON.stringify(lines), key, seen],
            )
          ).rows;
    const kept = updated[0]?.version;
    if (kept !== undefined) await record(client, kept);
    return kept;
  });
  if (version !== undefined) return { ok: true, version };
  return conflict(pool, transfer);
}

/** Takes the next version of a document for a step; false where somebody else was faster. Another try takes it again. */
export async function takeVersion(
  pool: Pool,
  { key, transfer, seen }: { key: string; transfer: string; seen: number },
  cancelled: boolean,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `UPDATE transfer_document SET last_key = $2, updated_at = clock_timestamp(),
       version = CASE WHEN last_key = $2 THEN version ELSE version + 1 END,
       cancelled_at = CASE WHEN $4 THEN clock_timestamp() ELSE cancelled_at END
     WHERE transfer = $1 AND (version = $3 OR last_key = $2)`,
    [transfer, key, seen, cancelled],
  );
  return rowCount === 1;
}

/** Whether this very request has moved the document last: its answer may have been lost. */
export async function wasTaken(
  pool: Pool,
  { key, transfer }: { key: string; transfer: string },
): Promise<boolean> {
  const { rowCount } = await pool.query(
    'SELECT FROM transfer_document WHERE transfer = $1 AND last_key = $2',
    [transfer, key],
  );
  return rowCount === 1;
}

export async function conflict(pool: Pool, transfer: string): Promise<Extract<SavedTransfer, { ok: false }>> {
  const theirs = await readTransfer(pool, transfer);
  return {
    ok: false,
    code: 'version_conflict',
    detail: 'Somebody else has changed this transfer since you opened it. Nothing of yours was recorded.',
    ...(theirs === null ? {} : { theirs }),
  };
}
