'use client';

import { useRef, useState } from 'react';
import { newKey } from './new-key';

/** What an action answered, as far as a form has to know. */
export type Answer = { ok: true } | { ok: false; code: string; detail: string };

/**
 * Sends a form once. Its key is made when it opens and stays until the server has answered: a double click, or another
 * try after an answer that never came, is the same request. After an answer the next request has a key of its own.
 */
export function useOnce() {
  const once = useRef<{ key: string; at: string | null }>({ key: '', at: null });
  const running = useRef(false);
  const [busy, setBusy] = useState(false);

  async function send<A extends Answer>(
    action: (once: { key: string; at: string }) => Promise<A>,
  ): Promise<A | null> {
    if (running.current) return null;
    running.current = true;
    setBusy(true);
    if (once.current.key === '') once.current.key = newKey();
    once.current.at ??= new Date().toISOString();
    try {
      const answer = await action({ key: once.current.key, at: once.current.at });
      once.current = { key: newKey(), at: null };
      return answer;
    } finally {
      running.current = false;
      setBusy(false);
    }
  }

  return { busy, send };
}

/** What a form says where no answer came. */
export const unanswered = {
  ok: false,
  code: 'no_answer',
  detail:
    'The server did not answer, so it is not certain whether this was recorded. Try again: it is recorded once.',
} as const;
