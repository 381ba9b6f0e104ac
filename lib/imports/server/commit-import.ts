import type { Pool, PoolClient } from 'pg';
import { type CatalogRights, planCatalog } from '@/lib/catalog/plan-catalog';
import { loadCatalog } from '@/lib/catalog/server/load-catalog';
import { type CatalogPorts, lockCatalog, writePlan } from '@/lib/catalog/server/put-catalog';
import { withTransaction } from '@/lib/db/transaction';
import type { ImportView } from '../import-view';
import { isPosted } from '../settings';
import { batchesOf, inputOf } from './examine-import';
import { onlyOne } from './only-one';
import { readImport } from './read-import';

export type CommitImport =
  | { ok: true; import: ImportView }
  | {
      ok: false;
      code:
        | 'not_found'
        | 'already_committed'
        | 'not_examined'
        | 'rows_refused'
        | 'changed_since_dry_run'
        | 'forbidden'
        | 'busy';
      detail: string;
    };

export interface ImportPorts extends CatalogPorts {
  recordImport(client: PoolClient, written: ImportView, rows: number): Promise<void>;
}

/**
 * Writes an import that was looked at: every row, or where `validOnly` those the dry run did not refuse, in one
 * transaction. Where the catalogue has changed so that a row would be refused now, nothing is written and the dry run
 * has to be made again.
 */
export async function commitImport(
  pool: Pool,
  id: string,
  validOnly: boolean,
  actor: string,
  rights: CatalogRights,
  ports: ImportPorts,
): Promise<CommitImport> {
  return onlyOne(pool, id, async () =>
    withTransaction(pool, async (client): Promise<CommitImport> => {
      const examined = await readImport(client, id);
      const problem = problemOf(examined, validOnly);
      if (problem !== null || examined === null) return problem ?? notFound;
      if (isPosted(examined.kind)) {
        // From here on it goes to its end, whoever is killed: the work is done by whatever runs without a request.
        await client.query(
          `UPDATE import SET status = 'committing', committed_at = now(), committed_by = $2 WHERE import = $1`,
          [id, actor],
        );
        const begun = await readImport(client, id);
        if (begun === null) return notFound;
        await ports.recordImport(client, begun, begun.writable);
        return { ok: true, import: begun };
      }
      const { kind } = examined;
      await lockCatalog(client);
      let written = 0;
      for await (const rows of batchesOf(client, id, `verdict IN ('new', 'changed')`)) {
        const input = inputOf(kind, rows);
        const state = await loadCatalog(client, input, ports);
        const decided = planCatalog(state, input, rights, ports.checkConnector);
        if ('refusal' in decided) throw new Stale(decided.refusal.kind, decided.refusal.detail);
        await writePlan(client, decided.plan, ports);
        written += rows.length;
      }
      await client.query(
        `UPDATE import SET status = 'committed', committed_at = now(), committed_by = $2,
           outcome = outcome || jsonb_build_object('written', $3::integer) WHERE import = $1`,
        [id, actor, written],
      );
      const committed = await readImport(client, id);
      if (committed === null) return notFound;
      await ports.recordImport(client, committed, written);
      return { ok: true, import: committed };
    }),
  ).catch((error: unknown): CommitImport => {
    if (!(error instanceof Stale)) throw error;
    if (error.kind === 'forbidden') return { ok: false, code: 'forbidden', detail: error.message };
    return {
      ok: false,
      code: 'changed_since_dry_run',
      detail: `The catalogue has changed since the dry run. ${error.message} Run the dry run again.`,
    };
  });
}

/** Thrown, so that what earlier batches wrote is rolled back; it never leaves this file. */
class Stale extends Error {
  constructor(
    readonly kind: 'forbidden' | 'unprocessable',
    detail: string,
  ) {
    super(detail);
  }
}

const notFound: CommitImport = { ok: false, code: 'not_found', detail: 'There is no such import.' };

function problemOf(examined: ImportView | null, validOnly: boolean): CommitImport | null {
  if (examined === null || examined.status === 'staging') return notFound;
  if (['committing', 'committed', 'reversing', 'reversed'].includes(examined.status))
    return { ok: false, code: 'already_committed', detail: 'This import has been written already.' };
  if (examined.status !== 'examined' || examined.counts === null)
    return { ok: false, code: 'not_examined', detail: 'Run the dry run first.' };
  const { refused } = examined.counts;
  if (refused > 0 && !validOnly)
    return {
      ok: false,
      code: 'rows_refused',
      detail: `${refused} of ${examined.rows} rows cannot be written. Nothing was: mend them, or choose to write the valid rows only.`,
    };
  return null;
}
