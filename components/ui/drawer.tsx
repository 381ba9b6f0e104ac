'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { useEver } from '@/components/use-ever';

// Comes with its first opening: nobody waits for it to see a page.
const Surface = lazy(() => import('./drawer-surface').then((module) => ({ default: module.DrawerSurface })));

export interface DrawerProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: ReactNode;
  description?: ReactNode;
  /** Buttons that stay in sight below what scrolls. */
  footer?: ReactNode;
  side?: 'right' | 'left';
  className?: string;
  children: ReactNode;
}

/**
 * A panel at the edge of the screen, over the page; the whole width on a phone. Focus goes in, stays in, and returns to
 * where it came from.
 */
export function Drawer(props: DrawerProps) {
  if (!useEver(props.open)) return null;
  return (
    <Suspense>
      <Surface {...props} />
    </Suspense>
  );
}
