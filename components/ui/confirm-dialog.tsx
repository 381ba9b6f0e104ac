'use client';

import { lazy, type ReactNode, Suspense } from 'react';
import { useEver } from '@/components/use-ever';

// Comes with its first opening: nobody waits for it to see a page.
const Surface = lazy(() =>
  import('./confirm-dialog-surface').then((module) => ({ default: module.ConfirmDialogSurface })),
);

export interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question: "Take back this receipt?" */
  title: string;
  /** What happens, with units and place: "40 units leave Andheri; on hand falls from 52 to 12." */
  children: ReactNode;
  /** A verb and what it does: "Take back 40 units at Andheri". */
  confirm: string;
  cancel?: string;
  /** Does it. A text is why it could not be done: the dialog stays and says so. Nothing: done, and it closes. */
  onConfirm: () => Promise<string | undefined>;
}

/** Asks before stock or rights move, and says what will happen. Pressing twice does it once. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  if (!useEver(props.open)) return null;
  return (
    <Suspense>
      <Surface {...props} />
    </Suspense>
  );
}
