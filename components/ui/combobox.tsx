'use client';

import { ChevronDown } from 'lucide-react';
import { type ComponentType, useRef, useState } from 'react';
import { classNames } from './class-names';
import { type ComboboxProps, combobox_group_classes, combobox_input_classes } from './combobox-props';
import type { ComboboxSurface } from './combobox-surface';

type Surface = typeof ComboboxSurface;
/** Fetched once for all fields of this browser. */
let fetched: Surface | undefined;

/**
 * Pick one of many by typing. Without `onSearch` it filters the choices itself. The list and all that moves it come
 * with the first touch of the field: until then it is an input like any other, and keeps what is typed meanwhile.
 */
export function Combobox(props: ComboboxProps) {
  const [Loaded, setLoaded] = useState<ComponentType<Parameters<Surface>[0]> | undefined>(() => fetched);
  const [typed, setTyped] = useState<string>();
  const input = useRef<HTMLInputElement>(null);
  const [focused, setFocused] = useState(false);
  // A server that cannot be reached now is asked again at the next touch.
  const load = () =>
    void import('./combobox-surface').then(
      (module) => {
        fetched = module.ComboboxSurface;
        setFocused(document.activeElement === input.current);
        setLoaded(() => module.ComboboxSurface);
      },
      () => undefined,
    );
  if (Loaded !== undefined)
    return <Loaded {...props} focused={focused} {...(typed === undefined ? {} : { typed })} />;
  return (
    <span className={classNames(combobox_group_classes, props.className)}>
      <input
        ref={input}
        {...(props.id === undefined ? {} : { id: props.id })}
        role="combobox"
        aria-label={props.label}
        aria-expanded={false}
        aria-autocomplete="list"
        aria-haspopup="listbox"
        autoComplete="off"
        placeholder={props.placeholder}
        disabled={props.disabled}
        value={typed ?? props.value?.label ?? ''}
        onChange={(event) => {
          setTyped(event.target.value);
          props.onSearch?.(event.target.value);
        }}
        onFocus={load}
        onPointerEnter={load}
        className={combobox_input_classes}
      />
      <ChevronDown
        aria-hidden
        className="pointer-events-none absolute top-1/2 right-2 size-4 -translate-y-1/2 text-muted"
      />
    </span>
  );
}
