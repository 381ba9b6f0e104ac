'use client';

import { LogOut, Monitor, Moon, Rows3, Rows4, Sun, UserRound } from 'lucide-react';
import { useTheme } from 'next-themes';
import type { ReactElement } from 'react';
import { toast } from 'sonner';
import { useAccountDialog } from '@/components/account/use-account-dialog';
import { Menu, MenuChoice, MenuItem, MenuSeparator } from '@/components/ui/menu';
import { useDensity } from './density';
import type { Person } from './user-menu';

const themes = [
  { value: 'system', label: 'As the system', icon: <Monitor aria-hidden /> },
  { value: 'light', label: 'Light', icon: <Sun aria-hidden /> },
  { value: 'dark', label: 'Dark', icon: <Moon aria-hidden /> },
] as const;

const rowHeights = [
  { value: 'comfortable', label: 'Comfortable', icon: <Rows3 aria-hidden /> },
  { value: 'compact', label: 'Compact', icon: <Rows4 aria-hidden /> },
] as const;

/** What the user menu holds; open at first, since it comes with the first press. */
export function UserMenuChoices({ person, trigger }: { person: Person; trigger: ReactElement }) {
  const { theme = 'system', setTheme } = useTheme();
  const [, setAccountOpen] = useAccountDialog();
  const [density, setDensity] = useDensity();
  return (
    <Menu trigger={trigger}>
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
      <MenuChoice label="Rows" value={density} onChange={setDensity} choices={rowHeights} />
      <MenuSeparator />
      <MenuItem onClick={signOut}>
        <LogOut aria-hidden />
        Sign out
      </MenuItem>
    </Menu>
  );
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
