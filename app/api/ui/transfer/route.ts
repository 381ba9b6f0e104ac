import { z } from 'zod';
import { idSchema } from '@/lib/shared/text';
import { readTransfer } from '@/lib/transfers/server/read-transfer';
import { screenRead } from '../screen-read';

/** One transfer; `found` is null for a number that nobody has used yet. */
export const GET = screenRead(
  'read_operations',
  z.strictObject({ transfer: idSchema }),
  async (pool, { transfer }) => ({ found: await readTransfer(pool, transfer) }),
);
