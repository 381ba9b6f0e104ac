'use client';

import { Field as BaseField } from '@base-ui/react/field';
import { CircleAlert } from 'lucide-react';
import type { ReactNode } from 'react';

interface Props {
  label: string;
  /** What is wrong, in words; its presence marks the field. */
  error?: string | undefined;
  hint?: ReactNode;
  name?: string;
  children: ReactNode;
}

/** A label, its control, and below it the hint or the error, tied together for screen readers. */
export function Field({ label, error, hint, name, children }: Props) {
  return (
    <BaseField.Root className="grid gap-1.5" invalid={error !== undefined} {...(name ? { name } : {})}>
      <BaseField.Label className="text-sm font-medium">{label}</BaseField.Label>
      {children}
      {error === undefined ? (
        hint && <BaseField.Description className="text-xs text-muted">{hint}</BaseField.Description>
      ) : (
        <BaseField.Error match className="flex items-start gap-1.5 text-xs text-critical">
          <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
          {error}
        </BaseField.Error>
      )}
    </BaseField.Root>
  );
}
