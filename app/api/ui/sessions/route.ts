import { headers } from 'next/headers';
import { z } from 'zod';
import { getAuth } from '@/lib/access/server/auth';
import { listSessions } from '@/lib/access/server/list-users';
import { screenRead } from '../screen-read';

/** Who is signed in, and from where. */
export const GET = screenRead('manage_access', z.strictObject({}), async (pool) => {
  const own = await getAuth().api.getSession({ headers: await headers() });
  return { items: await listSessions(pool, own?.session.token ?? null) };
});
