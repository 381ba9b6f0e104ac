import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { UsersScreen } from '@/components/users/users-screen';
import { can } from '@/lib/access/roles';
import { requireUser } from '@/lib/access/server/require-user';
import {
  changeRightsAction,
  changeSettingAction,
  createKeyAction,
  deactivateAction,
  endSessionAction,
  inviteAction,
  reactivateAction,
  revokeKeyAction,
  withdrawInviteAction,
} from './actions';

export const metadata: Metadata = { title: 'Users and keys' };

export default async function UsersPage() {
  const { role } = await requireUser();
  if (!can(role, 'manage_access')) notFound();
  return (
    <UsersScreen
      actions={{
        invite: inviteAction,
        withdrawInvite: withdrawInviteAction,
        changeRights: changeRightsAction,
        deactivate: deactivateAction,
        reactivate: reactivateAction,
        endSession: endSessionAction,
        createKey: createKeyAction,
        revokeKey: revokeKeyAction,
        changeSetting: changeSettingAction,
      }}
    />
  );
}
