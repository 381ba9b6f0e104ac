'use client';

import { useId } from 'react';

interface Props<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly { value: Value; label: string }[];
}

/** One of a few, all in sight: the browser's own radio buttons, so arrow keys move within it. */
export function SegmentedControl<Value extends string>({ label, value, onChange, choices }: Props<Value>) {
  const name = useId();
  return (
    <fieldset className="inline-flex h-8 shrink-0 items-stretch rounded-md border border-line bg-sunken p-0.5 max-sm:h-11">
      <legend className="sr-only">{label}</legend>
      {choices.map((choice) => (
        <label
          key={choice.value}
          className="relative inline-flex items-center rounded-sm px-3 text-sm text-muted transition-colors select-none hover:text-text has-checked:bg-raised has-checked:font-medium has-checked:text-text has-checked:ring-1 has-checked:ring-line has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={name}
            value={choice.value}
            checked={choice.value === value}
            onChange={() => onChange(choice.value)}
            className="absolute inset-0 cursor-pointer appearance-none opacity-0"
          />
          {choice.label}
        </label>
      ))}
    </fieldset>
  );
}
