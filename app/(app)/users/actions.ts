'use server';

import type { UserActions } from '@/components/users/user-types';
import { newApiKeySchema } from '@/lib/access/api-key';
import { inviteSchema } from '@/lib/access/entry-link';
import { actorOf } from '@/lib/access/principal';
import {
  changeUserRights,
  deactivateUser,
  endSession,
  reactivateUser,
  withdrawInvite,
} from '@/lib/access/server/change-user';
import { createApiKey } from '@/lib/access/server/create-api-key';
import { inviteUser } from '@/lib/access/server/invite-user';
import { requirePermission, unreadable } from '@/lib/access/server/require-permission';
import { revokeApiKey } from '@/lib/access/server/revoke-api-key';
import { changeSetting } from '@/lib/access/server/settings';
import { settingChangeSchema } from '@/lib/access/setting';
import { changeRightsSchema, userIdSchema } from '@/lib/access/user';
import { getPool } from '@/lib/db/client';

type Input<Name extends keyof UserActions> = Parameters<UserActions[Name]>[0];

export async function inviteAction(input: Input<'invite'>) {
  const parsed = inviteSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  return allowed.ok ? inviteUser(getPool(), parsed.data, actorOf(allowed.principal)) : allowed;
}

export async function withdrawInviteAction(id: string) {
  const parsed = userIdSchema.safeParse(id);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  return allowed.ok ? withdrawInvite(getPool(), parsed.data, actorOf(allowed.principal)) : allowed;
}

export async function changeRightsAction(input: Input<'changeRights'>) {
  const parsed = changeRightsSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  if (!allowed.ok) return allowed;
  const { id, ...rights } = parsed.data;
  return changeUserRights(getPool(), id, rights, actorOf(allowed.principal));
}

export async function deactivateAction(id: string) {
  const parsed = userIdSchema.safeParse(id);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  return allowed.ok ? deactivateUser(getPool(), parsed.data, actorOf(allowed.principal)) : allowed;
}

export async function reactivateAction(id: string) {
  const parsed = userIdSchema.safeParse(id);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  return allowed.ok ? reactivateUser(getPool(), parsed.data, actorOf(allowed.principal)) : allowed;
}

export async function endSessionAction(id: string) {
  const parsed = userIdSchema.safeParse(id);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  return allowed.ok ? endSession(getPool(), parsed.data, actorOf(allowed.principal)) : allowed;
}

export async function createKeyAction(input: Input<'createKey'>): ReturnType<UserActions['createKey']> {
  const parsed = newApiKeySchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  if (!allowed.ok) return allowed;
  const { key } = await createApiKey(getPool(), parsed.data, actorOf(allowed.principal));
  return { ok: true, key };
}

export async function revokeKeyAction(id: string): ReturnType<UserActions['revokeKey']> {
  const parsed = userIdSchema.safeParse(id);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('manage_access');
  if (!allowed.ok) return allowed;
  const revoked = await revokeApiKey(getPool(), { id: parsed.data }, actorOf(allowed.principal));
  return revoked.length > 0
    ? { ok: true }
    : { ok: false, code: 'unknown', detail: 'That key was revoked before.' };
}

export async function changeSettingAction(
  input: Input<'changeSetting'>,
): ReturnType<UserActions['changeSetting']> {
  const parsed = settingChangeSchema.safeParse(input);
  if (!parsed.success) return unreadable;
  const allowed = await requirePermission('write_settings');
  if (!allowed.ok) return allowed;
  await changeSetting(getPool(), parsed.data, actorOf(allowed.principal));
  return { ok: true };
}
