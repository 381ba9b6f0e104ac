'use client';

import { Toggle } from '@base-ui/react/toggle';
import { ToggleGroup } from '@base-ui/react/toggle-group';

interface Props<Value extends string> {
  label: string;
  value: Value;
  onChange: (value: Value) => void;
  choices: readonly { value: Value; label: string }[];
}

/** One of a few, all in sight; arrow keys move within it. */
export function SegmentedControl<Value extends string>({ label, value, onChange, choices }: Props<Value>) {
  return (
    <ToggleGroup
      aria-label={label}
      value={[value]}
      onValueChange={(next) => {
        const chosen = choices.find((choice) => choice.value === next[0]);
        if (chosen !== undefined) onChange(chosen.value);
      }}
      className="inline-flex h-8 shrink-0 items-stretch rounded-md border border-line bg-sunken p-0.5 max-sm:h-11"
    >
      {choices.map((choice) => (
        <Toggle
          key={choice.value}
          value={choice.value}
          className="rounded-sm px-3 text-sm text-muted transition-colors hover:text-text data-pressed:bg-raised data-pressed:font-medium data-pressed:text-text data-pressed:ring-1 data-pressed:ring-line"
        >
          {choice.label}
        </Toggle>
      ))}
    </ToggleGroup>
  );
}
