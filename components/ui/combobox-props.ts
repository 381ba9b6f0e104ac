export interface Choice {
  value: string;
  label: string;
  /** A second fact beside the label. */
  hint?: string;
}

export interface ComboboxProps {
  /** Read to screen readers; the visible label stands outside, or the placeholder says it. */
  label: string;
  value: Choice | null;
  onChange: (choice: Choice | null) => void;
  choices: readonly Choice[];
  /** Where the server searches: called with what is typed; `choices` are then shown as they come. */
  onSearch?: (text: string) => void;
  placeholder?: string;
  /** Said where no choice fits. */
  empty?: string;
  busy?: boolean;
  disabled?: boolean;
  id?: string;
  className?: string;
}

export const combobox_group_classes = 'relative inline-flex h-8 w-56 max-sm:h-11';
export const combobox_input_classes =
  'h-full w-full rounded-md border border-line-strong bg-card pr-14 pl-3 text-sm text-text placeholder:text-muted focus-visible:outline-offset-0 max-sm:text-base';
