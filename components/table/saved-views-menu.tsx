'use client';

import { Bookmark } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import { Popover } from '@/components/ui/popover';

const SavedViews = dynamic(() => import('./saved-views').then((module) => module.SavedViews));

/** Filters, order and columns of a list under a name; each person has their own. */
export function SavedViewsMenu({ list }: { list: string }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover
      title="Saved views"
      align="end"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button look="bare">
          <Bookmark aria-hidden />
          <span className="max-2xl:sr-only">Views</span>
        </Button>
      }
    >
      <SavedViews list={list} close={() => setOpen(false)} />
    </Popover>
  );
}
