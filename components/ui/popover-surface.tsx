'use client';

import { Popover as BasePopover } from '@base-ui/react/popover';
import { classNames } from './class-names';
import type { PopoverProps } from './popover';

export function PopoverSurface({
  trigger,
  title,
  align = 'start',
  open,
  onOpenChange,
  className,
  children,
}: PopoverProps) {
  return (
    <BasePopover.Root
      // It comes with the first press of its trigger.
      defaultOpen
      {...(open === undefined ? {} : { open })}
      {...(onOpenChange === undefined ? {} : { onOpenChange: (next: boolean) => onOpenChange(next) })}
    >
      <BasePopover.Trigger render={trigger} />
      <BasePopover.Portal>
        <BasePopover.Positioner align={align} sideOffset={6} collisionPadding={8} className="z-50">
          <BasePopover.Popup
            className={classNames(
              'grid max-w-[calc(100vw-16px)] min-w-60 gap-3 rounded-md border border-line bg-raised p-4 text-text shadow-popover transition-opacity outline-none data-ending-style:opacity-0 data-starting-style:opacity-0',
              className,
            )}
          >
            <BasePopover.Title className="text-sm font-semibold">{title}</BasePopover.Title>
            {children}
          </BasePopover.Popup>
        </BasePopover.Positioner>
      </BasePopover.Portal>
    </BasePopover.Root>
  );
}
