'use client';

import { lazy, type ReactElement, type ReactNode, useState } from 'react';
import { FirstUse } from './first-use';

const load = () => import('./popover-surface');
const Surface = lazy(() => load().then((module) => ({ default: module.PopoverSurface })));

export interface PopoverProps {
  trigger: ReactElement;
  /** Read as the popover's name. */
  title: ReactNode;
  align?: 'start' | 'center' | 'end';
  open?: boolean;
  onOpenChange?: (open: boolean) => void;
  className?: string;
  children: ReactNode;
}

/** Details beside what they belong to; Escape closes it and gives the focus back. */
export function Popover(props: PopoverProps) {
  const [used, setUsed] = useState(props.open === true);
  return (
    <FirstUse
      trigger={props.trigger}
      popup="dialog"
      used={used || props.open === true}
      load={load}
      onUse={() => {
        setUsed(true);
        props.onOpenChange?.(true);
      }}
    >
      <Surface {...props} />
    </FirstUse>
  );
}
