'use client';

import { Button } from '@/components/ui/button';
import { Notice } from '@/components/ui/notice';
import { useAccountDialog } from './use-account-dialog';

/** Shown until the person has a password; without one only a new link lets them in again. */
export function AccountBanner() {
  const [, setOpen] = useAccountDialog();
  return (
    <Notice
      tone="information"
      action={
        <Button onClick={() => setOpen(true)} className="max-sm:w-full">
          Set up sign-in
        </Button>
      }
    >
      You came in by a one-time link. Add an e-mail and a password to sign in next time.
    </Notice>
  );
}
