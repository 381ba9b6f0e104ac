'use client';

import { Checkbox as BaseCheckbox } from '@base-ui/react/checkbox';
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
  const box = (
    <BaseCheckbox.Root
      checked={checked}
      indeterminate={indeterminate}
      onCheckedChange={onChange}
      disabled={disabled}
      aria-label={ariaLabel}
      {...(name === undefined ? {} : { name })}
      className="grid size-4 shrink-0 place-items-center rounded-sm border border-line-strong bg-card data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55 data-indeterminate:border-accent data-indeterminate:bg-accent"
    >
      <BaseCheckbox.Indicator className="text-on-accent">
        {indeterminate ? <Minus aria-hidden className="size-3" /> : <Check aria-hidden className="size-3" />}
      </BaseCheckbox.Indicator>
    </BaseCheckbox.Root>
  );
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the checkbox is the control within.
    <label
      className={classNames(
        'inline-flex min-h-6 min-w-6 cursor-pointer items-center gap-2 text-sm select-none max-sm:min-h-11',
        children === undefined && 'justify-center',
        className,
      )}
    >
      {box}
      {children}
    </label>
  );
}
