import { z } from 'zod';
import { readWhy } from '@/lib/channels/server/read-why';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({
  channel: z.string().max(128),
  sku: z.string().max(128),
  location: z.string().max(128).optional(),
});

/** 404 where there is no such listing. */
export const GET = screenRead('read_stock', querySchema, (pool, { channel, sku, location }) =>
  readWhy(pool, { channel, sku, location: location ?? '' }),
);
