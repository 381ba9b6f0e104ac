import { SelectInput } from '@/components/ui/select-input';

export interface Choice {
  value: string;
  label: string;
}

interface Props {
  /** Read to screen readers; what is chosen says itself. */
  label: string;
  /** What no choice means: "All statuses". */
  none: string;
  /** Empty: none. */
  value: string;
  choices: readonly Choice[];
  onChange: (value: string | null) => void;
  className?: string;
}

/** A list's filter with a few values. */
export function ChoiceFilter({ label, none, value, choices, onChange, className }: Props) {
  return (
    <SelectInput
      aria-label={label}
      value={value}
      onChange={(event) => onChange(event.target.value || null)}
      {...(className === undefined ? {} : { className })}
    >
      <option value="">{none}</option>
      {choices.map((choice) => (
        <option key={choice.value} value={choice.value}>
          {choice.label}
        </option>
      ))}
    </SelectInput>
  );
}

/** Values of a domain as choices, each in its word. */
export function choicesOf<Value extends string>(
  values: readonly Value[],
  word: (value: Value) => string,
): Choice[] {
  return values.map((value) => ({ value, label: word(value) }));
}
