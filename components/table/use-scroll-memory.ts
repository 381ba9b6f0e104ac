'use client';

import { useEffect } from 'react';

const kept_prefix = 'truecount.scroll';

/**
 * Remembers how far a box was scrolled while it showed the answer to `question`, and goes there again on Back once its
 * rows are `ready`. The place belongs to the entry of the browser's history: a page that is opened anew begins at its top.
 * A browser that does not name its entries begins there always.
 */
export function useScrollMemory(element: HTMLElement | null, question: string, ready: boolean): void {
  useEffect(() => {
    const entry = 'navigation' in window ? window.navigation.currentEntry?.key : undefined;
    if (element === null || !ready || entry === undefined) return;
    const key = `${kept_prefix} ${entry} ${question}`;
    const kept = sessionStorage.getItem(key);
    if (kept !== null) element.scrollTop = Number(kept);
    const keep = () => sessionStorage.setItem(key, String(element.scrollTop));
    element.addEventListener('scroll', keep, { passive: true });
    return () => element.removeEventListener('scroll', keep);
  }, [element, question, ready]);
}
