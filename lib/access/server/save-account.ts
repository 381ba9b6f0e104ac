import 'server-only';
import { randomUUID } from 'node:crypto';
import { hashPassword, verifyPassword } from 'better-auth/crypto';
import { getPrisma } from '@/lib/db/client';
import { databaseErrorKind } from '@/lib/db/errors';
import type { AccountChange, AccountField } from '../account';
import { countSignInAttempt, forgetSignInAttempts } from './count-sign-in-attempt';

export type AccountSaved = { saved: true } | { field: AccountField; detail: string };

/**
 * Changes a person's own name, e-mail and password. A new password ends every other session of theirs;
 * `keepToken` is the session that asks.
 */
export async function saveAccount(
  userId: string,
  change: AccountChange,
  keepToken: string,
): Promise<AccountSaved> {
  const prisma = getPrisma();
  const user = await prisma.user.findUniqueOrThrow({
    where: { id: userId },
    select: { email: true, accounts: { where: { providerId: 'credential' } } },
  });
  const credential = user.accounts[0];
  const hash = credential?.password ?? null;
  const sensitive = change.email !== user.email || change.newPassword !== undefined;
  if (hash === null && change.newPassword === undefined)
    return {
      field: 'newPassword',
      detail: 'Choose a password, so that you can sign in again without a link.',
    };
  if (hash !== null && sensitive) {
    if (change.currentPassword === undefined)
      return { field: 'currentPassword', detail: 'Enter your current password to change this.' };
    if (!(await countSignInAttempt(user.email)).allowed)
      return { field: 'currentPassword', detail: 'Too many attempts. Wait 15 minutes and try again.' };
    if (!(await verifyPassword({ hash, password: change.currentPassword })))
      return { field: 'currentPassword', detail: 'That is not your current password.' };
    await forgetSignInAttempts(user.email);
  }
  const password = change.newPassword === undefined ? hash : await hashPassword(change.newPassword);
  const now = new Date();
  try {
    await prisma.$transaction(async (transaction) => {
      await transaction.user.update({
        where: { id: userId },
        data: { name: change.name, email: change.email, updatedAt: now },
      });
      await transaction.account.upsert({
        where: { providerId_accountId: { providerId: 'credential', accountId: userId } },
        create: { id: randomUUID(), userId, providerId: 'credential', accountId: userId, password },
        update: { password, updatedAt: now },
      });
      if (change.newPassword !== undefined)
        await transaction.session.deleteMany({ where: { userId, token: { not: keepToken } } });
    });
  } catch (error) {
    if (databaseErrorKind(error) === 'unique')
      return { field: 'email', detail: 'Somebody else already signs in with this e-mail.' };
    throw error;
  }
  return { saved: true };
}
