import Link from 'next/link';
import type { ReactNode } from 'react';
import { LiveIndicator } from '@/components/live/live-indicator';
import { Brand } from './brand';
import { NavLinks } from './nav-links';
import { UserMenu } from './user-menu';

interface Props {
  person: { name: string; email: string; role: string };
  banner: ReactNode;
  children: ReactNode;
}

/** Navigation at the left on a desk, at the top on a phone; the page beside or below it. */
export function AppShell({ person, banner, children }: Props) {
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[208px_minmax(0,1fr)]">
      <header className="sticky top-0 z-30 flex items-center gap-2 border-b border-line bg-sunken px-4 max-lg:h-14 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-4 lg:border-r lg:border-b-0 lg:px-3 lg:py-4">
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        <Link
          href="/"
          aria-label="Truecount, to the first page"
          className="flex h-8 items-center rounded-md px-2"
        >
          <Brand />
        </Link>
        <NavLinks />
        <div className="ml-auto flex items-center gap-1 lg:mt-auto lg:ml-0 lg:flex-col lg:items-stretch">
          <LiveIndicator />
          <UserMenu person={person} />
        </div>
      </header>
      <div className="min-w-0">
        <main id="main" tabIndex={-1} className="grid gap-4 px-4 py-4 outline-none sm:px-6 sm:py-5">
          {banner}
          {children}
        </main>
      </div>
    </div>
  );
}
