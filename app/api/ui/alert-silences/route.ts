import { z } from 'zod';
import { listSilences } from '@/lib/alerts/server/save-silence';
import { screenRead } from '../screen-read';

/** The silences in force. */
export const GET = screenRead('read_operations', z.strictObject({}), async (pool) => ({
  items: await listSilences(pool),
}));
