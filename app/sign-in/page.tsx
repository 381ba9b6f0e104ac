import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { redirect } from 'next/navigation';
import { CommandLine } from '@/components/entry/command-line';
import { EntryPage } from '@/components/entry/entry-page';
import { SignInForm } from '@/components/entry/sign-in-form';
import { nextPath } from '@/lib/access/next-path';
import { readSession } from '@/lib/access/server/session';

export const metadata: Metadata = { title: 'Sign in' };

export default async function SignInPage({ searchParams }: PageProps<'/sign-in'>) {
  const { next } = await searchParams;
  const target = nextPath(typeof next === 'string' ? next : undefined);
  if ((await readSession(await headers())) !== null) redirect(target as '/');
  return (
    <EntryPage title="Sign in">
      <SignInForm next={target} />
      <details className="mt-5 border-t border-line pt-4 text-sm text-muted">
        <summary className="cursor-pointer rounded-sm py-1 hover:text-text">
          First time, or password lost?
        </summary>
        <div className="mt-2 grid gap-2">
          <p>The owner gets a one-time link on the machine Truecount runs on:</p>
          <CommandLine>npm run admin -- owner-link</CommandLine>
          <p>Everybody else asks an admin for an invitation.</p>
        </div>
      </details>
    </EntryPage>
  );
}
