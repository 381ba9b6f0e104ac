import { useRef } from 'react';

/** What was given last, so that a drawer that slides away still shows what it showed; null: nothing was yet. */
export function useLastGiven<Value>(value: Value | null): Value | null {
  const last = useRef(value);
  if (value !== null) last.current = value;
  return last.current;
}
