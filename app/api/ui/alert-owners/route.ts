import { z } from 'zod';
import { listOwners } from '@/lib/runtime/alerts';
import { screenRead } from '../screen-read';

/** Whom an alert can be given to. */
export const GET = screenRead('handle_alerts', z.strictObject({}), async (pool, _, principal) => ({
  self: `${principal.kind}:${principal.id}`,
  items: await listOwners(pool),
}));
