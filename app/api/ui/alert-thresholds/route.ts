import { z } from 'zod';
import { listThresholds } from '@/lib/alerts/server/save-threshold';
import { screenRead } from '../screen-read';

/** The thresholds in force. */
export const GET = screenRead('read_operations', z.strictObject({}), async (pool) => ({
  items: await listThresholds(pool),
}));
