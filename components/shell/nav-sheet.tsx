'use client';

import { Menu } from 'lucide-react';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Drawer } from '@/components/ui/drawer';
import type { DestinationGroup } from './destinations';
import { NavLinks } from './nav-links';

/** The navigation of a phone. */
export function NavSheet({ groups }: { groups: readonly DestinationGroup[] }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button
        look="bare"
        size="icon"
        className="max-lg:size-11 lg:hidden"
        aria-label="Menu"
        aria-expanded={open}
        onClick={() => setOpen(true)}
      >
        <Menu aria-hidden />
      </Button>
      <Drawer open={open} onOpenChange={setOpen} title="Go to" side="left" className="w-[min(300px,85vw)]">
        <NavLinks groups={groups} onChosen={() => setOpen(false)} />
      </Drawer>
    </>
  );
}
