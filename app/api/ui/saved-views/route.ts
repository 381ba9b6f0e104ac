import { z } from 'zod';
import { savedViewKeySchema } from '@/lib/access/saved-view';
import { listSavedViews } from '@/lib/access/server/list-saved-views';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ list: savedViewKeySchema.shape.list });

export const GET = screenRead('read_stock', querySchema, (pool, { list }, principal) =>
  listSavedViews(pool, principal.id, list),
);
