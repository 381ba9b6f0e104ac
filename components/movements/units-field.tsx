'use client';

import type { ReactNode } from 'react';
import { Field } from '@/components/ui/field';
import { NumberField } from '@/components/ui/number-field';

interface Props {
  label: string;
  value: number | null;
  onChange: (units: number | null) => void;
  min?: number;
  error?: string | undefined;
  hint?: ReactNode;
}

/** Whole units to type; blank is not 0. */
export function UnitsField({ label, value, onChange, min = 1, error, hint }: Props) {
  return (
    <Field label={label} error={error} hint={hint}>
      <NumberField value={value} onChange={onChange} min={min} max={1_000_000_000} />
    </Field>
  );
}
