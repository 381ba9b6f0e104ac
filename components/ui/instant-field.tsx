'use client';

import type { ComponentProps } from 'react';
import { organisation } from '@/lib/shared/organisation';
import { instantOfZoned, zonedOfInstant } from '@/lib/shared/zoned';
import { Input } from './input';

interface Props extends Omit<ComponentProps<typeof Input>, 'value' | 'onChange' | 'type' | 'min' | 'max'> {
  /** ISO 8601 in UTC; null is blank. */
  value: string | null;
  onChange: (iso: string | null) => void;
  min?: string;
  max?: string;
}

/** A date and time, typed in the organisation's zone (print the zone beside it) and given in UTC. */
export function InstantField({ value, onChange, min, max, ...props }: Props) {
  const zone = organisation.timeZone;
  return (
    <Input
      type="datetime-local"
      step={60}
      value={value === null ? '' : zonedOfInstant(value, zone)}
      onChange={(event) => onChange(instantOfZoned(event.currentTarget.value, zone))}
      {...(min === undefined ? {} : { min: zonedOfInstant(min, zone) })}
      {...(max === undefined ? {} : { max: zonedOfInstant(max, zone) })}
      {...props}
    />
  );
}
