import { z } from 'zod';
import { listInvites, listUsers } from '@/lib/access/server/list-users';
import { readSettings } from '@/lib/access/server/settings';
import { screenRead } from '../screen-read';

/** Who may sign in, who is invited, and what the organisation has decided about it. */
export const GET = screenRead('manage_access', z.strictObject({}), async (pool, _query, principal) => {
  const [users, invites, settings] = await Promise.all([
    listUsers(pool),
    listInvites(pool),
    readSettings(pool),
  ]);
  return { users, invites, settings, self: principal.id };
});
