'use server';

import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import type { AccountFormState } from '@/components/account/account-types';
import { accountChangeSchema } from '@/lib/access/account';
import { getAuth } from '@/lib/access/server/auth';
import { requireUser } from '@/lib/access/server/require-user';
import { saveAccount } from '@/lib/access/server/save-account';

/** Saves the signed-in person's own name, e-mail and password. */
export async function saveAccountAction(before: AccountFormState, form: FormData): Promise<AccountFormState> {
  const typed = { name: text(form, 'name'), email: text(form, 'email') };
  const parsed = accountChangeSchema.safeParse({
    ...typed,
    currentPassword: text(form, 'currentPassword'),
    newPassword: text(form, 'newPassword'),
  });
  const again = { ...typed, saves: before.saves };
  if (!parsed.success) {
    const errors: AccountFormState['errors'] = {};
    for (const { path, message } of parsed.error.issues) {
      const field = path[0];
      if (field === 'name' || field === 'email' || field === 'currentPassword' || field === 'newPassword')
        errors[field] ??= message;
    }
    return { ...again, errors };
  }
  const principal = await requireUser();
  const session = await getAuth().api.getSession({ headers: await headers() });
  if (session === null)
    return { ...again, errors: {}, failure: 'You were signed out. Sign in and try again.' };
  const outcome = await saveAccount(principal.id, parsed.data, session.session.token);
  if ('field' in outcome) return { ...again, errors: { [outcome.field]: outcome.detail } };
  revalidatePath('/', 'layout');
  return { ...typed, saves: before.saves + 1, errors: {} };
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === 'string' ? value : '';
}
