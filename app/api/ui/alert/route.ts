import { z } from 'zod';
import { readAlert } from '@/lib/alerts/server/list-alerts';
import { screenRead } from '../screen-read';

/** One alert with its log and what follows from it. */
export const GET = screenRead(
  'read_operations',
  z.strictObject({ id: z.string().max(200) }),
  (pool, { id }) => readAlert(pool, id),
);
