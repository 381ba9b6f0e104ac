'use client';

import { Boxes } from 'lucide-react';
import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '@/components/ui/class-names';

const destinations = [{ href: '/', label: 'Stock', icon: Boxes }] as const;

export function NavLinks() {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="flex gap-0.5 lg:flex-col">
      {destinations.map(({ href, label, icon: Icon }) => {
        const current = pathname === href;
        return (
          <Link
            key={href}
            href={href}
            {...(current ? { 'aria-current': 'page' as const } : {})}
            className={classNames(
              'flex h-8 items-center gap-2 rounded-md px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-text max-lg:h-11',
              current && 'bg-selected font-medium text-accent-text hover:bg-selected hover:text-accent-text',
            )}
          >
            <Icon aria-hidden className="size-4" />
            {label}
          </Link>
        );
      })}
    </nav>
  );
}
