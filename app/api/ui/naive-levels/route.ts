import { z } from 'zod';
import { readNaiveLevels } from '@/lib/channels/server/read-naive-levels';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().max(128) });

/** `{day: null}` where the SKU was never ordered. */
export const GET = screenRead('read_operations', querySchema, async (pool, { sku }) => ({
  day: await readNaiveLevels(pool, sku),
}));
