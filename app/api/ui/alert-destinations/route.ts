import { z } from 'zod';
import { listDestinations } from '@/lib/alerts/server/save-destination';
import { screenRead } from '../screen-read';

/** Where alerts are told, and how that goes. */
export const GET = screenRead('write_settings', z.strictObject({}), async (pool) => ({
  items: await listDestinations(pool),
}));
