'use client';

import { useActionState, useEffect, useRef } from 'react';
import { toast } from 'sonner';
import { Button } from '@/components/ui/button';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { Notice } from '@/components/ui/notice';
import type { AccountProps } from './account-types';

export function AccountForm({ account, save, onSaved }: AccountProps & { onSaved: () => void }) {
  const [state, submit, pending] = useActionState(save, {
    saves: 0,
    errors: {},
    name: account.name,
    email: account.email,
  });
  // The page is drawn anew after a save, with other callbacks; each save is told once all the same.
  const told = useRef(0);
  useEffect(() => {
    if (state.saves === told.current) return;
    told.current = state.saves;
    toast.success('Account saved');
    onSaved();
  }, [state.saves, onSaved]);
  return (
    <form action={submit} className="grid gap-4" noValidate>
      {state.failure && (
        <Notice tone="critical" urgent>
          {state.failure}
        </Notice>
      )}
      <Field label="Name" name="name" error={state.errors.name}>
        <Input name="name" defaultValue={state.name} autoComplete="name" />
      </Field>
      <Field label="E-mail" name="email" error={state.errors.email}>
        <Input name="email" type="email" defaultValue={state.email} autoComplete="username" />
      </Field>
      {account.hasPassword && (
        <Field
          label="Current password"
          name="currentPassword"
          error={state.errors.currentPassword}
          hint="Needed to change the e-mail or the password."
        >
          <Input name="currentPassword" type="password" autoComplete="current-password" />
        </Field>
      )}
      <Field
        label={account.hasPassword ? 'New password' : 'Password'}
        name="newPassword"
        error={state.errors.newPassword}
        hint={
          account.hasPassword
            ? 'Empty keeps the one you have. A new one signs you out everywhere else.'
            : 'At least 10 characters.'
        }
      >
        <Input name="newPassword" type="password" autoComplete="new-password" />
      </Field>
      <div className="mt-1 flex justify-end gap-2">
        <Button type="submit" look="primary" disabled={pending} className="max-sm:w-full">
          {pending ? 'Saving…' : 'Save account'}
        </Button>
      </div>
    </form>
  );
}
