import type { Principal } from '../principal';
import { isRole } from '../roles';
import { getAuth } from './auth';

/** Who sends these headers, by the session cookie; null without a live session. The role is read anew each time. */
export async function readSession(requestHeaders: Headers): Promise<Principal | null> {
  const found = await getAuth().api.getSession({ headers: requestHeaders });
  if (found === null || found.user.banned === true) return null;
  const { id, name, role, nodes } = found.user;
  if (typeof role !== 'string' || !isRole(role)) return null;
  return { kind: 'user', id, name, role, ...(Array.isArray(nodes) && nodes.length > 0 ? { nodes } : {}) };
}
