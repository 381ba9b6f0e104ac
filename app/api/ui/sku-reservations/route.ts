import { z } from 'zod';
import { listHeldReservations } from '@/lib/orders/server/list-held-reservations';
import { screenRead } from '../screen-read';

const querySchema = z.strictObject({ sku: z.string().max(128) });

export const GET = screenRead('read_operations', querySchema, (pool, { sku }) =>
  listHeldReservations(pool, sku),
);
