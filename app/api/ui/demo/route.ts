import { z } from 'zod';
import { listPrograms } from '@/lib/demo/server/list-programs';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().max(128).optional() });

export const GET = screenRead('run_demo', querySchema, (_pool, { sku }) => listPrograms(sku));
