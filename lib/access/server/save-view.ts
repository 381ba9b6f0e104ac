import type { Pool } from 'pg';
import type { z } from 'zod';
import { type savedViewInputSchema, views_per_list_max } from '../saved-view';

/** Keeps a person's view under its name, in place of one of the same name. False: there are too many already. */
export async function saveView(
  pool: Pool,
  userId: string,
  { list, name, query }: z.output<typeof savedViewInputSchema>,
): Promise<boolean> {
  const { rowCount } = await pool.query(
    `INSERT INTO saved_view (user_id, list, name, query)
     SELECT $1, $2, $3, $4
     WHERE EXISTS (SELECT FROM saved_view WHERE user_id = $1 AND list = $2 AND name = $3)
        OR (SELECT count(*) FROM saved_view WHERE user_id = $1 AND list = $2) < $5
     ON CONFLICT (user_id, list, name) DO UPDATE SET query = excluded.query`,
    [userId, list, name, query, views_per_list_max],
  );
  return rowCount === 1;
}
