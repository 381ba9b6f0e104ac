import { z } from 'zod';
import { readPurchaseOrder } from '@/lib/receiving/server/read-purchase-order';
import { idSchema } from '@/lib/shared/text';
import { screenRead } from '../screen-read';

/** One purchase order; `found` is null for a number that nobody has used yet. */
export const GET = screenRead(
  'read_operations',
  z.strictObject({ purchaseOrder: idSchema }),
  async (pool, { purchaseOrder }) => ({ found: await readPurchaseOrder(pool, purchaseOrder) }),
);
