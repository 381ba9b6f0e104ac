'use client';

import Link from 'next/link';
import { usePathname } from 'next/navigation';
import { classNames } from '@/components/ui/class-names';
import { type DestinationGroup, isWithin } from './destinations';

interface Props {
  groups: readonly DestinationGroup[];
  /** After a choice, where the navigation covers the page. */
  onChosen?: () => void;
}

export function NavLinks({ groups, onChosen }: Props) {
  const pathname = usePathname();
  return (
    <nav aria-label="Main" className="grid gap-3">
      {groups.map((group) => (
        <div key={group.label} className="grid gap-0.5">
          <p className="px-2 pb-0.5 text-xs text-muted">{group.label}</p>
          {group.destinations.map(({ href, label, icon: Icon }) => {
            const current = isWithin(pathname, href);
            return (
              <Link
                key={href}
                href={href}
                onClick={onChosen}
                {...(current ? { 'aria-current': 'page' as const } : {})}
                className={classNames(
                  'flex h-7 items-center gap-2 rounded-md px-2 text-sm text-muted transition-colors hover:bg-hover hover:text-text max-lg:h-11',
                  current &&
                    'bg-selected font-medium text-accent-text hover:bg-selected hover:text-accent-text',
                )}
              >
                <Icon aria-hidden className="size-4" />
                {label}
              </Link>
            );
          })}
        </div>
      ))}
    </nav>
  );
}
