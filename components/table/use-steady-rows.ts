'use client';

import { type FocusEvent, useMemo, useRef, useState } from 'react';
import { type SteadyRows, steadyRows } from './steady-rows';

/**
 * Keeps rows in their places while the pointer or the focus is among them. `question` says which question the rows
 * answer: to another one they are shown at once. Spread `holders` on the table's body.
 */
export function useSteadyRows<Item>(
  latest: readonly Item[],
  keyOf: (item: Item) => string,
  question: string,
) {
  const [pointer, setPointer] = useState(false);
  const [focus, setFocus] = useState(false);
  const [askedFor, setAskedFor] = useState(0);
  const before = useRef<{ question: string; askedFor: number; rows: Item[] }>({
    question,
    askedFor,
    rows: [],
  });
  const held = pointer || focus;
  const steady = useMemo<SteadyRows<Item>>(() => {
    const same = before.current.question === question && before.current.askedFor === askedFor;
    const next = steadyRows(before.current.rows, latest, keyOf, held && same);
    before.current = { question, askedFor, rows: next.rows };
    return next;
  }, [latest, keyOf, question, held, askedFor]);
  return {
    ...steady,
    /** Shows what waits, now. */
    showNow: () => setAskedFor((count) => count + 1),
    holders: {
      onPointerEnter: () => setPointer(true),
      onPointerLeave: () => setPointer(false),
      onFocus: () => setFocus(true),
      onBlur: (event: FocusEvent<HTMLElement>) => {
        if (!event.currentTarget.contains(event.relatedTarget)) setFocus(false);
      },
    },
  };
}
