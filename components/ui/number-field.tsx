'use client';

import { NumberField as BaseNumberField } from '@base-ui/react/number-field';
import { Minus, Plus } from 'lucide-react';
import { organisation } from '@/lib/shared/organisation';
import { classNames } from './class-names';

interface Props {
  /** Null is blank, which is not 0. */
  value: number | null;
  onChange: (value: number | null) => void;
  min?: number;
  max?: number;
  label?: string;
  id?: string;
  name?: string;
  /** Larger buttons, for thumbs. */
  big?: boolean;
  disabled?: boolean;
  required?: boolean;
  className?: string;
}

/** Whole units, with buttons to step. Reads and shows the organisation's grouping (1,23,456). */
export function NumberField({
  value,
  onChange,
  min,
  max,
  label,
  id,
  name,
  big = false,
  disabled = false,
  required = false,
  className,
}: Props) {
  const step = classNames(
    'grid shrink-0 place-items-center border border-line-strong bg-card text-muted transition-colors hover:bg-hover hover:text-text data-disabled:opacity-55',
    big ? 'size-12' : 'size-9 max-sm:size-11',
  );
  return (
    <BaseNumberField.Root
      value={value}
      onValueChange={(next) => onChange(next)}
      {...(min === undefined ? {} : { min })}
      {...(max === undefined ? {} : { max })}
      {...(id === undefined ? {} : { id })}
      {...(name === undefined ? {} : { name })}
      disabled={disabled}
      required={required}
      step={1}
      locale={organisation.locale}
      format={{ maximumFractionDigits: 0 }}
      className={className}
    >
      <BaseNumberField.Group className="flex">
        <BaseNumberField.Decrement
          aria-label="One less"
          className={classNames(step, 'rounded-l-md border-r-0')}
        >
          <Minus aria-hidden className="size-4" />
        </BaseNumberField.Decrement>
        <BaseNumberField.Input
          aria-label={label}
          className={classNames(
            'w-24 min-w-0 border border-line-strong bg-card px-2 text-right tabular-nums focus:z-1 focus-visible:outline-offset-0 data-invalid:border-critical',
            big ? 'h-12 text-lg' : 'h-9 text-sm max-sm:h-11 max-sm:text-base',
          )}
        />
        <BaseNumberField.Increment
          aria-label="One more"
          className={classNames(step, 'rounded-r-md border-l-0')}
        >
          <Plus aria-hidden className="size-4" />
        </BaseNumberField.Increment>
      </BaseNumberField.Group>
    </BaseNumberField.Root>
  );
}
