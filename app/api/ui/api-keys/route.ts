import { z } from 'zod';
import { listApiKeys } from '@/lib/access/server/list-api-keys';
import { nameActors } from '@/lib/access/server/name-actors';
import { screenRead } from '../screen-read';

/** API keys without their secrets. */
export const GET = screenRead('manage_access', z.strictObject({}), async (pool) => {
  const keys = await listApiKeys(pool);
  const names = await nameActors(pool, new Set(keys.map(({ createdBy }) => createdBy)));
  return { items: keys.map((key) => ({ ...key, createdBy: names.get(key.createdBy) ?? key.createdBy })) };
});
