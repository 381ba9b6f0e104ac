'use client';

import { type ReactNode, useState } from 'react';
import {
  type Control,
  Controller,
  type ControllerRenderProps,
  type FieldValues,
  type Path,
  useFormState,
} from 'react-hook-form';
import { Checkbox } from '@/components/ui/checkbox';
import { Field } from '@/components/ui/field';
import { Input } from '@/components/ui/input';
import { NumberField } from '@/components/ui/number-field';
import { SelectInput } from '@/components/ui/select-input';

interface Base<Values extends FieldValues> {
  control: Control<Values>;
  name: Path<Values>;
  label: string;
  hint?: string;
  disabled?: boolean;
}

/** What zod or the server said about a field, by its path. */
function useError<Values extends FieldValues>(
  control: Control<Values>,
  name: Path<Values>,
): string | undefined {
  const { errors } = useFormState({ control, name });
  let found: unknown = errors;
  for (const part of name.split('.'))
    found = typeof found === 'object' && found !== null ? Reflect.get(found, part) : undefined;
  if (typeof found !== 'object' || found === null) return undefined;
  const message: unknown = Reflect.get(found, 'message');
  return typeof message === 'string' ? plainError(message) : 'is not valid';
}

function plainError(message: string): string {
  if (/expected string, received (undefined|null)|>=1 characters/.test(message)) return 'is required';
  if (/expected (number|int), received/.test(message)) return 'must be a number';
  return message.replace(/^(Invalid input|Too small|Too big): /, '');
}

/** A labelled field under a form's control, with what was said about it. */
function Controlled<Values extends FieldValues>({
  control,
  name,
  label,
  hint,
  children,
}: Base<Values> & { children: (field: ControllerRenderProps<Values, Path<Values>>) => ReactNode }) {
  const error = useError(control, name);
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Field label={label} error={error} hint={hint}>
          {children(field)}
        </Field>
      )}
    />
  );
}

/** `empty`: what nothing typed stands for. */
export function TextField<Values extends FieldValues>({
  disabled = false,
  empty = 'required',
  placeholder,
  secret = false,
  ...base
}: Base<Values> & { empty?: 'required' | 'null' | 'absent'; placeholder?: string; secret?: boolean }) {
  return (
    <Controlled {...base}>
      {(field) => (
        <Input
          ref={field.ref}
          name={field.name}
          type={secret ? 'password' : 'text'}
          autoComplete={secret ? 'new-password' : 'off'}
          value={field.value ?? ''}
          placeholder={placeholder}
          disabled={disabled}
          className="disabled:bg-sunken disabled:text-muted"
          onBlur={field.onBlur}
          onChange={(event) => {
            const text = event.currentTarget.value;
            const nothing = { required: '', null: null, absent: undefined }[empty];
            field.onChange(text === '' ? nothing : text);
          }}
        />
      )}
    </Controlled>
  );
}

/** Whole units; blank is nothing, which is not 0. */
export function UnitsField<Values extends FieldValues>({
  disabled = false,
  min = 0,
  empty = 'null',
  ...base
}: Base<Values> & { min?: number; empty?: 'null' | 'absent' }) {
  return (
    <Controlled {...base}>
      {(field) => (
        <NumberField
          value={field.value ?? null}
          min={min}
          disabled={disabled}
          onChange={(value) => field.onChange(value ?? (empty === 'null' ? null : undefined))}
        />
      )}
    </Controlled>
  );
}

/** A number with decimals: money, days, percent. */
export function DecimalField<Values extends FieldValues>({
  disabled = false,
  empty = 'null',
  scale = 1,
  ...base
}: Base<Values> & {
  empty?: 'null' | 'absent';
  /** 100: shown as percent, kept as a share. */
  scale?: number;
}) {
  return (
    <Controlled {...base}>
      {(field) => (
        <DecimalInput
          name={field.name}
          value={typeof field.value === 'number' ? field.value : null}
          scale={scale}
          disabled={disabled}
          onBlur={field.onBlur}
          onChange={(value) => field.onChange(value ?? (empty === 'null' ? null : undefined))}
        />
      )}
    </Controlled>
  );
}

export function ChoiceField<Values extends FieldValues>({
  disabled = false,
  choices,
  none,
  ...base
}: Base<Values> & {
  choices: readonly { value: string; label: string }[];
  /** What no choice says. */
  none?: string;
}) {
  return (
    <Controlled {...base}>
      {(field) => (
        <SelectInput
          ref={field.ref}
          name={field.name}
          aria-label={base.label}
          value={field.value ?? ''}
          disabled={disabled}
          className="w-full"
          onBlur={field.onBlur}
          onChange={(event) => field.onChange(event.target.value === '' ? undefined : event.target.value)}
        >
          {none !== undefined && <option value="">{none}</option>}
          {choices.map((choice) => (
            <option key={choice.value} value={choice.value}>
              {choice.label}
            </option>
          ))}
        </SelectInput>
      )}
    </Controlled>
  );
}

/** Codes beside each other, parted by spaces, commas or lines. */
export function CodesField<Values extends FieldValues>(base: Base<Values>) {
  return (
    <Controlled {...base}>
      {(field) => (
        <CodesInput
          name={field.name}
          value={Array.isArray(field.value) ? field.value : []}
          onBlur={field.onBlur}
          onChange={field.onChange}
        />
      )}
    </Controlled>
  );
}

export function YesField<Values extends FieldValues>({
  control,
  name,
  label,
  disabled = false,
}: Base<Values>) {
  return (
    <Controller
      control={control}
      name={name}
      render={({ field }) => (
        <Checkbox checked={field.value === true} onChange={field.onChange} disabled={disabled}>
          {label}
        </Checkbox>
      )}
    />
  );
}

interface Typed<Value> {
  name: string;
  value: Value;
  disabled?: boolean;
  onBlur: () => void;
  onChange: (value: Value) => void;
}

/** Keeps what is typed ("1.", "1.50") as long as it means the value; a value from outside replaces it. */
export function DecimalInput({
  value,
  onChange,
  scale = 1,
  label,
  ...props
}: Typed<number | null> & { scale?: number; label?: string }) {
  const shown = (number: number | null) =>
    number === null ? '' : String(Number((number * scale).toFixed(6)));
  const [text, setText] = useState(() => shown(value));
  const [known, setKnown] = useState(value);
  if (known !== value) {
    setKnown(value);
    setText(shown(value));
  }
  return (
    <Input
      {...props}
      aria-label={label}
      type="number"
      inputMode="decimal"
      step="any"
      min={0}
      className="max-w-48 text-right tabular-nums"
      value={text}
      onChange={(event) => {
        const typed = event.currentTarget.value;
        const next = typed === '' ? null : Number(typed) / scale;
        setText(typed);
        setKnown(next);
        onChange(next);
      }}
    />
  );
}

function CodesInput({ value, onChange, ...props }: Typed<readonly string[]>) {
  const codesOf = (text: string) => text.split(/[\s,;]+/).filter((code) => code !== '');
  const [text, setText] = useState(() => value.join(' '));
  if (codesOf(text).join(' ') !== value.join(' ')) setText(value.join(' '));
  return (
    <Input
      {...props}
      className="font-mono"
      value={text}
      onChange={(event) => {
        setText(event.currentTarget.value);
        onChange(codesOf(event.currentTarget.value));
      }}
    />
  );
}
