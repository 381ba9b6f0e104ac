import 'server-only';
import type { Principal } from '../principal';
import { can, type Permission } from '../roles';
import { requireUser } from './require-user';

export type Allowed = { ok: true; principal: Principal } | { ok: false; code: 'forbidden'; detail: string };

/** For actions: the signed-in person where their role includes this, else what to tell them. */
export async function requirePermission(permission: Permission): Promise<Allowed> {
  const principal = await requireUser();
  if (can(principal.role, permission)) return { ok: true, principal };
  return {
    ok: false,
    code: 'forbidden',
    detail: `Your role (${principal.role}) does not include this. Nothing was changed.`,
  };
}

/** For whatever reaches an action that none of our forms sends. */
export const unreadable = {
  ok: false,
  code: 'invalid_request',
  detail: 'This is not what the form sends: reload the page and try again. Nothing was changed.',
} as const;
