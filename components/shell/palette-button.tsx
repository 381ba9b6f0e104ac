'use client';

import { Search } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useEffect, useState } from 'react';
import { isTyping } from '@/components/is-typing';
import { Button } from '@/components/ui/button';
import type { DestinationGroup } from './destinations';

// Both come with their first use: nobody waits for them to see a page.
const Palette = dynamic(() => import('./palette').then((module) => module.Palette), { ssr: false });
const ShortcutsSheet = dynamic(() => import('./shortcuts-sheet').then((module) => module.ShortcutsSheet), {
  ssr: false,
});

type Opened = 'palette' | 'shortcuts' | null;

/** ⌘K or Ctrl K opens the palette, `?` the sheet of shortcuts. */
export function PaletteButton({ groups }: { groups: readonly DestinationGroup[] }) {
  const [opened, setOpened] = useState<Opened>(null);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() === 'k' && (event.metaKey || event.ctrlKey) && !event.altKey) {
        event.preventDefault();
        setOpened((now) => (now === 'palette' ? null : 'palette'));
      } else if (event.key === '?' && !event.metaKey && !event.ctrlKey && !isTyping(event.target)) {
        event.preventDefault();
        setOpened('shortcuts');
      }
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);
  const change = (which: Opened) => (open: boolean) => setOpened(open ? which : null);
  return (
    <>
      <Button
        aria-label="Find a SKU or a page"
        aria-keyshortcuts="Meta+K Control+K"
        onClick={() => setOpened('palette')}
        className="justify-start text-muted max-lg:ml-auto max-lg:size-11 max-lg:justify-center max-lg:border-transparent max-lg:bg-transparent max-lg:px-0"
      >
        <Search aria-hidden />
        <span className="grow text-left max-lg:hidden">Find</span>
        <kbd aria-hidden className="font-mono text-xs font-normal max-lg:hidden">
          ⌘K
        </kbd>
      </Button>
      {opened === 'palette' && (
        <Palette
          groups={groups}
          onOpenChange={change('palette')}
          onShortcuts={() => setOpened('shortcuts')}
        />
      )}
      {opened === 'shortcuts' && <ShortcutsSheet onOpenChange={change('shortcuts')} />}
    </>
  );
}
