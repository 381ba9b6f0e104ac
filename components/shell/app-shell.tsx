'use client';

import Link from 'next/link';
import { type ReactNode, useMemo } from 'react';
import { AlertBell } from '@/components/alerts/alert-bell';
import { LiveIndicator } from '@/components/live/live-indicator';
import { can, type Role } from '@/lib/access/roles';
import { Brand } from './brand';
import { destinationGroups } from './destinations';
import { NavLinks } from './nav-links';
import { NavSheet } from './nav-sheet';
import { PaletteButton } from './palette-button';
import { UserMenu } from './user-menu';

interface Props {
  person: { name: string; email: string; role: Role };
  /** Parts of the app that run only here and there. */
  features: readonly string[];
  banner: ReactNode;
  children: ReactNode;
}

/** Navigation at the left on a desk; on a phone a bar at the top whose menu opens over the page. */
export function AppShell({ person, features, banner, children }: Props) {
  const groups = useMemo(
    () =>
      destinationGroups
        .map(({ label, destinations }) => ({
          label,
          destinations: destinations.filter(
            ({ permission, onlyWith }) =>
              (permission === undefined || can(person.role, permission)) &&
              (onlyWith === undefined || features.includes(onlyWith)),
          ),
        }))
        .filter(({ destinations }) => destinations.length > 0),
    [person.role, features],
  );
  return (
    <div className="min-h-dvh lg:grid lg:grid-cols-[208px_minmax(0,1fr)]">
      <header
        data-shell
        className="sticky top-0 z-30 flex items-center gap-1 border-b border-line bg-sunken px-2 max-lg:h-14 sm:px-4 lg:h-dvh lg:flex-col lg:items-stretch lg:gap-3 lg:border-r lg:border-b-0 lg:px-3 lg:py-4"
      >
        <a
          href="#main"
          className="sr-only z-50 rounded-md bg-raised px-3 py-2 focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
        >
          Skip to content
        </a>
        <NavSheet groups={groups} />
        <Link
          href="/"
          aria-label="Truecount, to the first page"
          className="flex h-8 items-center rounded-md px-2 max-lg:h-11"
        >
          <Brand />
        </Link>
        <PaletteButton groups={groups} />
        <div className="min-h-0 grow overflow-y-auto max-lg:hidden">
          <NavLinks groups={groups} />
        </div>
        <div className="flex items-center lg:flex-col lg:items-stretch lg:gap-1">
          {can(person.role, 'read_operations') && <AlertBell />}
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
