'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { useEver } from '@/components/use-ever';

// Comes with its first opening: nobody waits for it to see a page.
const Surface = lazy(() => import('./dialog-surface').then((module) => ({ default: module.DialogSurface })));

export interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
}

/**
 * A modal dialog; on a phone it is a sheet at the lower edge. Focus goes in, stays in, and returns; the way out stands
 * last, so that the first field has it.
 */
export function Dialog(props: DialogProps) {
  if (!useEver(props.open)) return null;
  return (
    <Suspense>
      <Surface {...props} />
    </Suspense>
  );
}
