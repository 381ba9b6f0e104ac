import { z } from 'zod';
import { findSkus } from '@/lib/catalog/server/find-skus';
import { screenRead } from '../screen-read';

const skus_found_max = 12;
const querySchema = z.strictObject({ text: z.string().max(200).optional() });

/** SKUs for the command palette and for pickers. */
export const GET = screenRead('read_stock', querySchema, async (pool, { text = '' }) => ({
  items: await findSkus(pool, text, skus_found_max),
}));
