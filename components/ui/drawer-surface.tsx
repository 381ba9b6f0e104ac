'use client';

import { Dialog as BaseDialog } from '@base-ui/react/dialog';
import { X } from 'lucide-react';
import { buttonClasses } from './button-classes';
import { classNames } from './class-names';
import type { DrawerProps } from './drawer';

export function DrawerSurface({
  open,
  onOpenChange,
  title,
  description,
  footer,
  side = 'right',
  className,
  children,
}: DrawerProps) {
  return (
    <BaseDialog.Root open={open} onOpenChange={onOpenChange}>
      <BaseDialog.Portal>
        <BaseDialog.Backdrop className="fixed inset-0 z-40 bg-[oklch(0.15_0.01_210/0.45)] transition-opacity data-ending-style:opacity-0 data-starting-style:opacity-0" />
        <BaseDialog.Popup
          className={classNames(
            'fixed inset-y-0 z-50 flex w-[min(560px,100vw)] flex-col border-line bg-raised shadow-popover transition outline-none data-ending-style:opacity-0 data-starting-style:opacity-0',
            side === 'right'
              ? 'right-0 border-l data-ending-style:translate-x-4 data-starting-style:translate-x-4'
              : 'left-0 border-r data-ending-style:-translate-x-4 data-starting-style:-translate-x-4',
            className,
          )}
        >
          <div className="flex items-start gap-3 border-b border-line py-4 pr-14 pl-5 max-sm:pl-4">
            <div className="grid min-w-0 gap-0.5">
              <BaseDialog.Title className="text-base font-semibold">{title}</BaseDialog.Title>
              {description && (
                <BaseDialog.Description className="text-sm text-muted">{description}</BaseDialog.Description>
              )}
            </div>
          </div>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a box that scrolls has to be reachable by keyboard. */}
          <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto p-5 -outline-offset-2 max-sm:p-4">
            {children}
          </div>
          {footer && (
            <div className="flex flex-wrap justify-end gap-2 border-t border-line px-5 py-3 max-sm:px-4">
              {footer}
            </div>
          )}
          <BaseDialog.Close
            aria-label="Close"
            className={buttonClasses({ look: 'bare', size: 'icon', className: 'absolute top-3 right-3' })}
          >
            <X aria-hidden />
          </BaseDialog.Close>
        </BaseDialog.Popup>
      </BaseDialog.Portal>
    </BaseDialog.Root>
  );
}
