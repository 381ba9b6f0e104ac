import type { Pool } from 'pg';
import { views_per_list_max } from '../saved-view';
import type { SavedView } from '../view-query';

/** A person's views of a list, by name. */
export async function listSavedViews(
  pool: Pool,
  userId: string,
  list: string,
): Promise<{ items: SavedView[] }> {
  const { rows } = await pool.query<SavedView>(
    'SELECT name, query FROM saved_view WHERE user_id = $1 AND list = $2 ORDER BY name LIMIT $3',
    [userId, list, views_per_list_max],
  );
  return { items: rows };
}
