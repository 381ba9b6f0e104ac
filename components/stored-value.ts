'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';

const changed = 'truecount-stored-value';

/** A preference that this browser keeps, the same in all its tabs. `fallback` where nothing (or nonsense) is kept. */
export function useStoredValue<Value>(
  name: string,
  fallback: Value,
): [value: Value, write: (value: Value) => void] {
  const key = `truecount.${name}`;
  const text = useSyncExternalStore(
    subscribe,
    () => read(key),
    () => null,
  );
  const value = useMemo(() => parse(text, fallback), [text, fallback]);
  const write = useCallback(
    (next: Value) => {
      try {
        window.localStorage.setItem(key, JSON.stringify(next));
      } catch {
        // Storage is full or switched off: the choice lasts as long as the page.
      }
      window.dispatchEvent(new Event(changed));
    },
    [key],
  );
  return [value, write];
}

function subscribe(listener: () => void): () => void {
  window.addEventListener('storage', listener);
  window.addEventListener(changed, listener);
  return () => {
    window.removeEventListener('storage', listener);
    window.removeEventListener(changed, listener);
  };
}

function read(key: string): string | null {
  try {
    return window.localStorage.getItem(key);
  } catch {
    return null;
  }
}

function parse<Value>(text: string | null, fallback: Value): Value {
  if (text === null) return fallback;
  try {
    return JSON.parse(text) as Value;
  } catch {
    return fallback;
  }
}
