import { redirect } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { AccountBanner } from '@/components/account/account-banner';
import { AccountDialog } from '@/components/account/account-dialog';
import { LiveProvider } from '@/components/live/live-provider';
import { AppShell } from '@/components/shell/app-shell';
import { readAccount } from '@/lib/access/server/read-account';
import { requireUser } from '@/lib/access/server/require-user';
import { saveAccountAction } from './account/actions';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const principal = await requireUser();
  const account = await readAccount(principal.id);
  if (account === null) redirect('/sign-in');
  return (
    <LiveProvider>
      <Suspense>
        <AppShell person={account} banner={account.hasPassword ? null : <AccountBanner />}>
          {children}
        </AppShell>
        <AccountDialog account={account} save={saveAccountAction} />
      </Suspense>
    </LiveProvider>
  );
}
