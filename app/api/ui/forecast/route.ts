import { z } from 'zod';
import { readSkuForecast } from '@/lib/demand/server/read-sku-forecast';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().min(1).max(128) });

export const GET = screenRead('read_operations', querySchema, async (pool, { sku }) => ({
  items: await readSkuForecast(pool, sku, new Date()),
}));
