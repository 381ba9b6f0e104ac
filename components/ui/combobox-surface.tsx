'use client';

import { Combobox as BaseCombobox } from '@base-ui/react/combobox';
import { Check, ChevronDown, X } from 'lucide-react';
import { useEffect, useLayoutEffect, useRef } from 'react';
import { classNames } from './class-names';
import {
  type Choice,
  type ComboboxProps,
  combobox_group_classes,
  combobox_input_classes,
} from './combobox-props';

interface Props extends ComboboxProps {
  /** What was typed before this came. */
  typed?: string;
  /** It takes the place of a field that had the focus. */
  focused?: boolean;
}

export function ComboboxSurface({
  label,
  value,
  onChange,
  choices,
  onSearch,
  placeholder,
  empty = 'Nothing matches.',
  busy = false,
  disabled = false,
  id,
  className,
  typed,
  focused = false,
}: Props) {
  const input = useRef<HTMLInputElement>(null);
  useLayoutEffect(() => {
    if (focused) input.current?.focus();
  }, [focused]);
  // What was typed before is typed again, for the list opens and highlights on typing alone; once all of it is there.
  useEffect(() => {
    const field = input.current;
    if (field !== null && focused && typed !== undefined) typeInto(field, typed + field.value);
  }, [focused, typed]);
  return (
    <BaseCombobox.Root<Choice>
      items={choices}
      value={value}
      onValueChange={(next) => onChange(next ?? null)}
      isItemEqualToValue={(a, b) => a.value === b.value}
      itemToStringLabel={(choice) => choice.label}
      itemToStringValue={(choice) => choice.value}
      disabled={disabled}
      autoHighlight
      {...(onSearch === undefined
        ? {}
        : { filter: null, onInputValueChange: (text: string) => onSearch(text) })}
    >
      <BaseCombobox.InputGroup className={classNames(combobox_group_classes, className)}>
        <BaseCombobox.Input
          {...(id === undefined ? {} : { id })}
          aria-label={label}
          placeholder={placeholder}
          ref={input}
          className={combobox_input_classes}
        />
        <span className="absolute inset-y-0 right-1 flex items-center text-muted">
          <BaseCombobox.Clear
            aria-label={`Clear ${label}`}
            className="grid size-6 place-items-center rounded-sm hover:text-text"
          >
            <X aria-hidden className="size-3.5" />
          </BaseCombobox.Clear>
          <BaseCombobox.Trigger
            aria-label={`Open ${label}`}
            className="grid size-6 place-items-center rounded-sm hover:text-text"
          >
            <ChevronDown aria-hidden className="size-4" />
          </BaseCombobox.Trigger>
        </span>
      </BaseCombobox.InputGroup>
      <BaseCombobox.Portal>
        <BaseCombobox.Positioner sideOffset={4} className="z-50 outline-none">
          <BaseCombobox.Popup
            aria-busy={busy || undefined}
            className="max-h-[min(var(--available-height),360px)] w-max min-w-(--anchor-width) max-w-[min(var(--available-width),420px)] overflow-y-auto rounded-md border border-line bg-raised p-1 text-text shadow-popover"
          >
            <BaseCombobox.Empty>
              <p className="px-2 py-1.5 text-sm text-muted">{busy ? 'Searching…' : empty}</p>
            </BaseCombobox.Empty>
            <BaseCombobox.List>
              {(choice: Choice) => (
                <BaseCombobox.Item
                  key={choice.value}
                  value={choice}
                  className="grid min-h-8 cursor-default grid-cols-[minmax(0,1fr)_16px] items-center gap-2 rounded-sm px-2 text-sm outline-none select-none data-highlighted:bg-hover max-sm:min-h-11"
                >
                  <span className="flex min-w-0 items-baseline gap-2">
                    <span className="shrink-0">{choice.label}</span>
                    {choice.hint && <span className="truncate text-xs text-muted">{choice.hint}</span>}
                  </span>
                  <BaseCombobox.ItemIndicator>
                    <Check aria-hidden className="size-4 text-accent" />
                  </BaseCombobox.ItemIndicator>
                </BaseCombobox.Item>
              )}
            </BaseCombobox.List>
          </BaseCombobox.Popup>
        </BaseCombobox.Positioner>
      </BaseCombobox.Portal>
    </BaseCombobox.Root>
  );
}

/** As if by keyboard: React hears of a value only through the setter of the element itself. */
function typeInto(field: HTMLInputElement, text: string): void {
  Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(field, text);
  // Without its type it would be taken for the browser's autofill, which opens no list.
  field.dispatchEvent(new InputEvent('input', { bubbles: true, inputType: 'insertText' }));
}
