'use client';

import { type ReactNode, type RefObject, useRef } from 'react';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';

interface Props {
  /** What the form is called. */
  form: string;
  label: string;
  hint: string;
  onCode: (code: string) => void;
  /** Given where somebody else gives it the focus back. */
  fieldRef?: RefObject<HTMLInputElement | null>;
  /** Beside the field. */
  children?: ReactNode;
}

/** One field that takes codes as fast as a scanner types them, and keeps the focus. */
export function ScanField({ form, label, hint, onCode, fieldRef, children }: Props) {
  const own = useRef<HTMLInputElement>(null);
  const field = fieldRef ?? own;

  function take() {
    // As it stands in the field, not in a state that may lag behind a scanner.
    const code = field.current?.value.trim() ?? '';
    if (field.current !== null) field.current.value = '';
    field.current?.focus();
    if (code !== '') onCode(code);
  }

  return (
    <form
      aria-label={form}
      className="grid grid-cols-[1fr_auto] items-end gap-2"
      onSubmit={(event) => {
        event.preventDefault();
        take();
      }}
    >
      <Field label={label} hint={hint}>
        <Input
          ref={field}
          autoFocus
          autoComplete="off"
          autoCapitalize="off"
          spellCheck={false}
          enterKeyHint="done"
          className="h-12 font-mono text-base"
        />
      </Field>
      {children}
    </form>
  );
}
