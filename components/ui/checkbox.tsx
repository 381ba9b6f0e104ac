'use client';

import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { classNames } from './class-names';

interface Props {
  checked: boolean;
  onChange: (checked: boolean) => void;
  /** Some of what it stands for. */
  indeterminate?: boolean;
  /** Visible beside it; where there is none, give `ariaLabel`. */
  children?: ReactNode;
  ariaLabel?: string;
  name?: string;
  disabled?: boolean;
  className?: string;
}

/** The browser's own checkbox in our clothes: a page of rows holds hundreds. */
export function Checkbox({
  checked,
  onChange,
  indeterminate = false,
  children,
  ariaLabel,
  name,
  disabled = false,
  className,
}: Props) {
  const Mark = indeterminate ? Minus : Check;
  return (
    <label
      className={classNames(
        'inline-flex min-h-6 min-w-6 cursor-pointer items-center gap-2 text-sm select-none max-sm:min-h-11',
        children === undefined && 'justify-center',
        className,
      )}
    >
      <span className="relative grid size-4 shrink-0 place-items-center">
        <input
          type="checkbox"
          ref={(box) => {
            // There is no attribute for it.
            if (box !== null) box.indeterminate = indeterminate;
          }}
          checked={checked}
          onChange={(event) => onChange(event.target.checked)}
          disabled={disabled}
          aria-label={ariaLabel}
          {...(name === undefined ? {} : { name })}
          className="peer size-4 cursor-pointer appearance-none rounded-sm border border-line-strong bg-card checked:border-accent checked:bg-accent indeterminate:border-accent indeterminate:bg-accent disabled:opacity-55"
        />
        <Mark
          aria-hidden
          className="pointer-events-none absolute hidden size-3 text-on-accent peer-checked:block peer-indeterminate:block"
        />
      </span>
      {children}
    </label>
  );
}
