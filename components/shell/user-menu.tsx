'use client';

import { ChevronsUpDown } from 'lucide-react';
import { lazy, useState } from 'react';
import { buttonClasses } from '@/components/ui/button-classes';
import { FirstUse } from '@/components/ui/first-use';

const load = () => import('./user-menu-choices');
const Choices = lazy(() => load().then((module) => ({ default: module.UserMenuChoices })));

export interface Person {
  name: string;
  email: string;
  role: string;
}

export function UserMenu({ person }: { person: Person }) {
  const [used, setUsed] = useState(false);
  const trigger = (
    <button
      type="button"
      aria-label={`${person.name}, ${person.role}: menu`}
      className={buttonClasses({ look: 'bare', className: 'justify-start gap-2 px-2 max-lg:size-11' })}
    >
      <span
        aria-hidden
        className="grid size-6 shrink-0 place-items-center rounded-full bg-accent text-xs font-semibold text-on-accent"
      >
        {initial(person.name)}
      </span>
      <span className="min-w-0 flex-1 truncate text-left text-text max-lg:hidden">{person.name}</span>
      <ChevronsUpDown aria-hidden className="max-lg:hidden" />
    </button>
  );
  return (
    <FirstUse trigger={trigger} popup="menu" used={used} load={load} onUse={() => setUsed(true)}>
      <Choices person={person} trigger={trigger} />
    </FirstUse>
  );
}

function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '·').toLocaleUpperCase();
}
