import type { Metadata } from 'next';
import Link from 'next/link';
import { CommandLine } from '@/components/entry/command-line';
import { EntryPage } from '@/components/entry/entry-page';
import { InviteEntryForm } from '@/components/entry/invite-entry-form';
import { OwnerEntryForm } from '@/components/entry/owner-entry-form';
import { buttonClasses } from '@/components/ui/button-classes';
import { Notice } from '@/components/ui/notice';
import { password_chars_min } from '@/lib/access/entry-link';
import { readEntryLink } from '@/lib/access/server/read-entry-link';

export const metadata: Metadata = { title: 'One-time link' };

const closed = {
  used: { title: 'This link was used already', why: 'A one-time link lets somebody in once.' },
  expired: { title: 'This link has run out', why: 'A one-time link is good for 24 hours.' },
  unknown: {
    title: 'This link is not known here',
    why: 'It may be cut off, or belong to another installation. Copy the whole line and try again.',
  },
} as const;

export default async function EnterPage({ searchParams }: PageProps<'/enter'>) {
  const { token, problem } = await searchParams;
  const link = await readEntryLink(token);
  if (link.state !== 'open') {
    const { title, why } = closed[link.state];
    return (
      <EntryPage title={title} lead={why}>
        <div className="grid gap-3 text-sm">
          <p>The owner makes a new one on the machine Truecount runs on:</p>
          <CommandLine>npm run admin -- owner-link</CommandLine>
          <p className="text-muted">Invited? Ask an admin for a new invitation.</p>
          <Link href="/sign-in" className={buttonClasses({ size: 'tall', className: 'mt-1 w-full' })}>
            Sign in with a password
          </Link>
        </div>
      </EntryPage>
    );
  }
  const trusted = typeof token === 'string' ? token : '';
  if (link.kind === 'owner')
    return (
      <EntryPage title="Welcome to Truecount" lead="This one-time link signs you in as the owner.">
        <OwnerEntryForm token={trusted} />
      </EntryPage>
    );
  return (
    <EntryPage
      title="Join Truecount"
      lead={
        <>
          You are invited as <span className="font-medium text-text">{link.email}</span>. You will sign in
          with this e-mail and the password you choose now.
        </>
      }
    >
      <div className="grid gap-4">
        {problem === 'details_missing' && (
          <Notice tone="critical" urgent>
            Enter a name and a password of at least {password_chars_min} characters.
          </Notice>
        )}
        {problem === 'email_taken' && (
          <Notice tone="critical" urgent>
            Somebody already signs in with this e-mail. Use the sign-in page.
          </Notice>
        )}
        <InviteEntryForm token={trusted} email={link.email} passwordCharsMin={password_chars_min} />
      </div>
    </EntryPage>
  );
}
