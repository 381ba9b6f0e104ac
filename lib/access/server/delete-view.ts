import type { Pool } from 'pg';
import type { z } from 'zod';
import type { savedViewKeySchema } from '../saved-view';

/** Forgets a person's view. One that is not there is gone already. */
export async function deleteView(
  pool: Pool,
  userId: string,
  { list, name }: z.output<typeof savedViewKeySchema>,
): Promise<void> {
  await pool.query('DELETE FROM saved_view WHERE user_id = $1 AND list = $2 AND name = $3', [
    userId,
    list,
    name,
  ]);
}
