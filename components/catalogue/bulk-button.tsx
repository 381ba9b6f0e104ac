'use client';

import { PencilLine } from 'lucide-react';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { Button } from '@/components/ui/button';
import type { BulkProps } from './bulk-drawer';

const BulkDrawer = dynamic(() => import('./bulk-drawer').then((module) => module.BulkDrawer));

/** One change for everything that is selected: chosen, looked at row by row, then applied as it was looked at. */
export function BulkButton({ of, selection, actions, rights, onDone }: BulkProps) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button look="primary" onClick={() => setOpen(true)}>
        <PencilLine aria-hidden />
        Edit together…
      </Button>
      {open && (
        <BulkDrawer
          of={of}
          selection={selection}
          actions={actions}
          rights={rights}
          onClose={() => setOpen(false)}
          onDone={onDone}
        />
      )}
    </>
  );
}
