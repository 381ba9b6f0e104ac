import { redirect } from 'next/navigation';
import { type ReactNode, Suspense } from 'react';
import { AccountBanner } from '@/components/account/account-banner';
import { AccountDialog } from '@/components/account/account-dialog';
import { LiveProvider } from '@/components/live/live-provider';
import { AppShell } from '@/components/shell/app-shell';
import { SavedViewActionsProvider } from '@/components/table/saved-view-actions';
import { readAccount } from '@/lib/access/server/read-account';
import { requireUser } from '@/lib/access/server/require-user';
import { readSandbox } from '@/lib/demo/server/read-sandbox';
import { saveAccountAction } from './account/actions';
import { deleteViewAction, saveViewAction } from './views/actions';

export default async function SignedInLayout({ children }: { children: ReactNode }) {
  const principal = await requireUser();
  const account = await readAccount(principal.id);
  if (account === null) redirect('/sign-in');
  // Parts of the app that run only here and there; the navigation leaves out what does not.
  const features = (await readSandbox()) === null ? [] : ['demo'];
  return (
    <LiveProvider>
      <Suspense>
        <SavedViewActionsProvider save={saveViewAction} remove={deleteViewAction}>
          <AppShell
            person={{ ...account, role: principal.role }}
            features={features}
            banner={account.hasPassword ? null : <AccountBanner />}
          >
            {children}
          </AppShell>
        </SavedViewActionsProvider>
        <AccountDialog account={account} save={saveAccountAction} />
      </Suspense>
    </LiveProvider>
  );
}
