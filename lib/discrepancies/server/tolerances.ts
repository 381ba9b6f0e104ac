import type { ClientBase, Pool, PoolClient } from 'pg';
import { withTransaction } from '@/lib/db/transaction';
import {
  type AbcClass,
  defaultTolerances,
  type SaveTolerance,
  type ToleranceItem,
  type Tolerances,
} from '../tolerance';

export async function listTolerances(db: Pool | ClientBase): Promise<ToleranceItem[]> {
  const { rows } = await db.query<{
    class: AbcClass;
    units: number;
    percent: number;
    version: number;
    updated_at: Date;
  }>('SELECT class, units, percent, version, updated_at FROM tolerance ORDER BY class');
  return rows.map(({ updated_at, ...row }) => ({ ...row, updatedAt: updated_at.toISOString() }));
}

export async function readTolerances(db: Pool | ClientBase): Promise<Tolerances> {
  const items = await listTolerances(db);
  return { ...defaultTolerances, ...Object.fromEntries(items.map((item) => [item.class, item])) };
}

export type SavedTolerance =
  | { ok: true; version: number }
  | { ok: false; code: string; detail: string; theirs?: ToleranceItem };

/** Keeps a tolerance on the version that was seen; where another stands, nothing is kept and both are shown. */
export function saveTolerance(
  pool: Pool,
  { class: abcClass, units, percent, seen }: SaveTolerance,
  actor: string,
  record: (client: PoolClient) => Promise<void>,
): Promise<SavedTolerance> {
  return withTransaction(pool, async (client): Promise<SavedTolerance> => {
    const { rows } = await client.query<{ version: number }>(
      `UPDATE tolerance SET units = $2, percent = $3, version = version + 1, updated_by = $4, updated_at = clock_timestamp()
       WHERE class = $1 AND version = $5 RETURNING version`,
      [abcClass, units, percent, actor, seen],
    );
    const [saved] = rows;
    if (saved !== undefined) {
      await record(client);
      return { ok: true, version: saved.version };
    }
    const theirs = (await listTolerances(client)).find((item) => item.class === abcClass);
    return {
      ok: false,
      code: 'version_conflict',
      detail: `Somebody else has set class ${abcClass} to ${theirs?.units} units and ${theirs?.percent} % since you opened this. Yours is not kept.`,
      ...(theirs === undefined ? {} : { theirs }),
    };
  });
}
