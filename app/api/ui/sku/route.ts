import { z } from 'zod';
import { readSku } from '@/lib/catalog/server/read-sku';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().max(128) });

export const GET = screenRead('read_stock', querySchema, (pool, { sku }) => readSku(pool, sku));
