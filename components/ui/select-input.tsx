import { ChevronDown } from 'lucide-react';
import type { ComponentProps } from 'react';
import { classNames } from './class-names';

/** The browser's own select, which every keyboard and phone knows, in our clothes. */
export function SelectInput({ className, ...props }: ComponentProps<'select'>) {
  return (
    <span className={classNames('relative inline-flex', className)}>
      <select
        className="h-8 w-full appearance-none truncate rounded-md border border-line-strong bg-card pr-8 pl-3 text-sm text-text max-sm:h-11 max-sm:text-base"
        {...props}
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
