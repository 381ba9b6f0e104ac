import { nameActors } from '@/lib/access/server/name-actors';
import { policyScopeSchema } from '@/lib/allocation/policy-input';
import { readPolicyScope } from '@/lib/allocation/server/list-policy-scopes';
import { screenRead } from '../screen-read';

/** Every version of one scope, with who made it. */
export const GET = screenRead('read_operations', policyScopeSchema, (pool, scope) =>
  readPolicyScope(pool, scope, (actors) => nameActors(pool, actors)),
);
