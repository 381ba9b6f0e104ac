import 'server-only';
import { getPrisma } from '@/lib/db/client';
import { owner_email_placeholder } from './consume-entry-link';

export interface AccountView {
  name: string;
  /** Empty until one was given. */
  email: string;
  role: string;
  hasPassword: boolean;
}

/** What the account dialog shows of a person; null where the user is gone. */
export async function readAccount(userId: string): Promise<AccountView | null> {
  const user = await getPrisma().user.findUnique({
    where: { id: userId },
    select: {
      name: true,
      email: true,
      role: true,
      accounts: { where: { providerId: 'credential', password: { not: null } }, select: { id: true } },
    },
  });
  if (user === null) return null;
  return {
    name: user.name,
    email: user.email === owner_email_placeholder ? '' : user.email,
    role: user.role,
    hasPassword: user.accounts.length > 0,
  };
}
