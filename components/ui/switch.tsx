'use client';

import { Switch as BaseSwitch } from '@base-ui/react/switch';
import type { ReactNode } from 'react';

interface Props {
  checked: boolean;
  onChange: (checked: boolean) => void;
  children: ReactNode;
  name?: string;
  disabled?: boolean;
}

/** Takes effect at once; a choice that is saved with a form is a checkbox. */
export function Switch({ checked, onChange, children, name, disabled = false }: Props) {
  return (
    // biome-ignore lint/a11y/noLabelWithoutControl: the switch is the control within.
    <label className="inline-flex min-h-6 cursor-pointer items-center gap-2 text-sm select-none max-sm:min-h-11">
      <BaseSwitch.Root
        checked={checked}
        onCheckedChange={onChange}
        disabled={disabled}
        {...(name === undefined ? {} : { name })}
        className="relative h-5 w-9 shrink-0 rounded-full border border-line-strong bg-sunken transition-colors data-checked:border-accent data-checked:bg-accent data-disabled:opacity-55"
      >
        <BaseSwitch.Thumb className="absolute top-0.5 left-0.5 block size-3.5 rounded-full bg-line-strong transition-transform data-checked:translate-x-4 data-checked:bg-on-accent" />
      </BaseSwitch.Root>
      {children}
    </label>
  );
}
