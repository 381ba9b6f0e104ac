'use client';

import { ScrollArea } from '@base-ui/react/scroll-area';
import type { ComponentProps, ReactNode, Ref } from 'react';
import { classNames } from './class-names';

interface FrameProps {
  label: string;
  className?: string;
  /** Limits of the box that scrolls, such as a height. */
  viewportClassName?: string;
  viewportRef?: Ref<HTMLDivElement>;
  children: ReactNode;
}

/** The box a table scrolls in, so that the page never scrolls sideways; reachable by keyboard while it overflows. */
export function TableFrame({ label, className, viewportClassName, viewportRef, children }: FrameProps) {
  return (
    <ScrollArea.Root
      className={classNames('relative overflow-hidden rounded-md border border-line bg-card', className)}
    >
      <ScrollArea.Viewport
        role="region"
        {...(viewportRef === undefined ? {} : { ref: viewportRef })}
        aria-label={label}
        className={classNames('rounded-md focus-visible:-outline-offset-2', viewportClassName)}
      >
        {children}
      </ScrollArea.Viewport>
      <Scrollbar orientation="vertical" />
      <Scrollbar orientation="horizontal" />
    </ScrollArea.Root>
  );
}

function Scrollbar({ orientation }: { orientation: 'vertical' | 'horizontal' }) {
  return (
    <ScrollArea.Scrollbar
      orientation={orientation}
      className="z-20 flex p-0.5 opacity-0 transition-opacity data-hovering:opacity-100 data-scrolling:opacity-100 data-[orientation=horizontal]:h-2.5 data-[orientation=vertical]:w-2.5"
    >
      <ScrollArea.Thumb className="rounded-md bg-line-strong data-[orientation=horizontal]:h-full data-[orientation=vertical]:w-full" />
    </ScrollArea.Scrollbar>
  );
}

export function Table({ className, ...props }: ComponentProps<'table'>) {
  return (
    <table
      className={classNames(
        'w-full border-separate border-spacing-0 text-table [&_tbody>tr:last-child>*]:border-b-0',
        className,
      )}
      {...props}
    />
  );
}

export function HeadCell({ className, ...props }: ComponentProps<'th'>) {
  return (
    <th
      scope="col"
      className={classNames(
        'h-8 border-b border-line bg-sunken px-3 text-left text-xs font-medium whitespace-nowrap text-muted',
        className,
      )}
      {...props}
    />
  );
}

export function Cell({ className, ...props }: ComponentProps<'td'>) {
  return (
    <td
      className={classNames('h-(--row) border-b border-line px-3 whitespace-nowrap', className)}
      {...props}
    />
  );
}
