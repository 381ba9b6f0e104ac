import { z } from 'zod';
import { wholeNumberParameter } from '@/lib/api/list-query';
import { listStock } from '@/lib/channels/server/list-stock';
import { screenRead } from '../screen-read';

const skus_per_page_max = 100;

const querySchema = z.strictObject({
  search: z.string().max(200).optional(),
  category: z.string().max(200).optional(),
  sort: z.enum(['sku', 'name']).default('sku'),
  direction: z.enum(['ascending', 'descending']).default('ascending'),
  cursor: z.string().max(2000).optional(),
  limit: wholeNumberParameter(1, skus_per_page_max).default(50),
});

export const GET = screenRead('read_stock', querySchema, listStock);
