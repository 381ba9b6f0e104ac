import { z } from 'zod';
import { can } from '@/lib/access/roles';
import { idSchema } from '@/lib/shared/text';
import { readStocktake } from '@/lib/stocktake/server/read-stocktake';
import { screenRead } from '../screen-read';

/** One stocktake, with what is to be counted now; what came of it for those who approve. */
export const GET = screenRead(
  'read_operations',
  z.strictObject({ stocktake: idSchema }),
  (pool, { stocktake }, principal) =>
    readStocktake(pool, stocktake, can(principal.role, 'approve_variances')),
);
