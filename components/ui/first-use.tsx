'use client';

import { cloneElement, type ReactElement, type ReactNode, Suspense } from 'react';

interface Props {
  /** The button, by itself until then. */
  trigger: ReactElement;
  popup: 'dialog' | 'menu';
  used: boolean;
  onUse: () => void;
  /** Fetches what will be shown; called when somebody seems to be about to. */
  load: () => Promise<unknown>;
  /** The button with what it opens, which is open at first. */
  children: ReactNode;
}

/** What a button opens comes with its first press: nobody waits for it to see a page. */
export function FirstUse({ trigger, popup, used, onUse, load, children }: Props) {
  if (used) return <Suspense fallback={trigger}>{children}</Suspense>;
  const prepare = () => void load();
  return cloneElement(trigger as ReactElement<Record<string, unknown>>, {
    'aria-haspopup': popup,
    'aria-expanded': false,
    onPointerEnter: prepare,
    onFocus: prepare,
    onClick: onUse,
  });
}
