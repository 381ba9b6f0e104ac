'use client';

import { ChevronsUpDown, LogOut, Monitor, Moon, Sun, UserRound } from 'lucide-react';
import { useTheme } from 'next-themes';
import { toast } from 'sonner';
import { useAccountDialog } from '@/components/account/use-account-dialog';
import { buttonClasses } from '@/components/ui/button-classes';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/menu';

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

export function UserMenu({ person }: { person: { name: string; email: string; role: string } }) {
  const { theme = 'system', setTheme } = useTheme();
  const [, setAccountOpen] = useAccountDialog();
  return (
    <Menu
      trigger={
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
      }
    >
      <div className="px-2 pt-1.5 pb-2">
        <p className="truncate text-sm font-medium">{person.name}</p>
        <p className="truncate text-xs text-muted">
          {person.email === '' ? '' : `${person.email} · `}
          {person.role}
        </p>
      </div>
      <MenuSeparator />
      <MenuItem onClick={() => setAccountOpen(true)}>
        <UserRound aria-hidden />
        Account
      </MenuItem>
      <MenuSeparator />
      <MenuChoice
        label="Theme"
        value={themes.find(({ value }) => value === theme)?.value ?? 'system'}
        onChange={setTheme}
        choices={themes}
      />
      <MenuSeparator />
      <MenuItem onClick={signOut}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
}

function initial(name: string): string {
  return (Array.from(name.trim())[0] ?? '·').toLocaleUpperCase();
}

async function signOut() {
  const response = await fetch('/api/auth/sign-out', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: '{}',
  }).catch(() => null);
  if (response?.ok) window.location.assign('/sign-in');
  else toast.error('You are still signed in: the server did not answer. Try again.');
}
