import { z } from 'zod';
import { listTolerances } from '@/lib/discrepancies/server/tolerances';
import { screenRead } from '../screen-read';

/** How far numbers may be off, by class. */
export const GET = screenRead('read_operations', z.strictObject({}), async (pool) => ({
  items: await listTolerances(pool),
}));
