'use client';

import dynamic from 'next/dynamic';
import { Dialog } from '@/components/ui/dialog';
import type { AccountProps } from './account-types';
import { useAccountDialog } from './use-account-dialog';

// Every page has this dialog and few open it.
const AccountForm = dynamic(() => import('./account-form').then((module) => module.AccountForm));

export function AccountDialog({ account, save }: AccountProps) {
  const [open, setOpen] = useAccountDialog();
  return (
    <Dialog
      open={open}
      onOpenChange={(next) => void setOpen(next ? true : null)}
      title="Account"
      description={
        account.hasPassword
          ? 'Your name, and what you sign in with.'
          : 'With an e-mail and a password you can sign in without a link.'
      }
    >
      <AccountForm account={account} save={save} onSaved={() => void setOpen(null)} />
    </Dialog>
  );
}
