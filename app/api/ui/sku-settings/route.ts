import { z } from 'zod';
import { readCover } from '@/lib/availability/server/read-cover';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().max(128) });

/** What is kept back of a SKU per node, and what that is judged by. */
export const GET = screenRead('read_stock', querySchema, async (pool, { sku }) => ({
  items: (await readCover(pool, [sku])).map(
    ({ node, sellable, safetyStock, dailyDemand, coverDays, leadDays }) => ({
      node,
      sellable,
      safetyStock,
      dailyDemand,
      coverDays,
      leadDays,
    }),
  ),
}));
