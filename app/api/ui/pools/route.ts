import { z } from 'zod';
import { readPools } from '@/lib/allocation/server/read-pools';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().max(128) });

export const GET = screenRead('read_stock', querySchema, async (pool, { sku }) => ({
  items: await readPools(pool, sku),
}));
