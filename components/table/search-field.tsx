'use client';

import { Search } from 'lucide-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { classNames } from '@/components/ui/class-names';
import { useSearchKey } from './use-row-keys';

const typing_ms = 200;

interface Props {
  label: string;
  placeholder?: string;
  value: string;
  /** Called when the typing pauses. */
  onChange: (value: string) => void;
  className?: string;
}

/** Searches while one types; `/` brings the focus here. */
export function SearchField({ label, placeholder, value, onChange, className }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState(value);
  const [known, setKnown] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  if (known !== value) {
    // Changed from outside: Back, a saved view, "clear filters".
    setKnown(value);
    setText(value);
  }
  useSearchKey(useCallback(() => input.current?.focus(), []));
  useEffect(() => () => clearTimeout(timer.current), []);

  function say(next: string) {
    clearTimeout(timer.current);
    setKnown(next);
    onChange(next);
  }

  return (
    <label className={classNames('relative min-w-0 grow sm:max-w-80', className)}>
      <span className="sr-only">{label}</span>
      <Search
        aria-hidden
        className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
      />
      <input
        ref={input}
        type="search"
        aria-keyshortcuts="/"
        value={text}
        onChange={({ currentTarget }) => {
          const next = currentTarget.value;
          setText(next);
          clearTimeout(timer.current);
          timer.current = setTimeout(() => say(next), typing_ms);
        }}
        onKeyDown={(event) => {
          if (event.key === 'Enter') say(text);
        }}
        placeholder={placeholder ?? label}
        className="h-8 w-full rounded-md border border-line-strong bg-card pr-8 pl-8 text-sm placeholder:text-muted focus-visible:outline-offset-0 max-sm:h-11 max-sm:text-base"
      />
      {text === '' && (
        <kbd
          aria-hidden
          className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 rounded-sm border border-line px-1 font-mono text-xs text-muted max-sm:hidden"
        >
          /
        </kbd>
      )}
    </label>
  );
}
