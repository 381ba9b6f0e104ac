'use client';

import { type KeyboardEvent, useEffect, useState } from 'react';
import { isTyping } from '@/components/is-typing';

interface Options {
  count: number;
  onOpen: ((index: number) => void) | undefined;
  onToggle: ((index: number) => void) | undefined;
}

function cellsOf(row: HTMLTableRowElement | null): HTMLElement[] {
  return row === null ? [] : [...row.querySelectorAll<HTMLElement>('[data-cell]')];
}

/**
 * Arrows or j and k move from row to row, x selects, Enter opens; left and right go through the cells that can be opened
 * (marked `data-cell`). One row is in the tab order.
 */
export function useRowKeys({ count, onOpen, onToggle }: Options) {
  const [active, setActive] = useState(0);
  const current = Math.min(active, Math.max(count - 1, 0));

  function onKeyDown(event: KeyboardEvent<HTMLTableSectionElement>) {
    if (event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target)) return;
    const row = (event.target as HTMLElement).closest('tr');
    const onRow = row === event.target;
    const cells = cellsOf(row);
    const cell = cells.findIndex((one) => one.contains(event.target as Node));
    const go = (to: HTMLElement | null | undefined) => {
      event.preventDefault();
      to?.focus({ preventScroll: true });
      to?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    };
    const move = (to: number) => {
      const index = Math.min(Math.max(to, 0), count - 1);
      setActive(index);
      const next = event.currentTarget.querySelectorAll<HTMLTableRowElement>(':scope > tr[data-row]')[index];
      go(cell === -1 ? next : (cellsOf(next ?? null)[cell] ?? next));
    };
    // Cells that can be opened are reached sideways; left of the first one stands the row itself.
    const across = (to: number) => {
      if (cells.length === 0) return;
      go(to < 0 ? row : cells[Math.min(to, cells.length - 1)]);
    };
    if (event.key === 'ArrowDown' || event.key === 'j') move(current + 1);
    else if (event.key === 'ArrowUp' || event.key === 'k') move(current - 1);
    else if (event.key === 'ArrowRight' || event.key === 'l') across(cell + 1);
    else if (event.key === 'ArrowLeft' || event.key === 'h') across(cell - 1);
    else if (event.key === 'Home') move(0);
    else if (event.key === 'End') move(count - 1);
    else if (event.key === 'x' && onToggle !== undefined) {
      event.preventDefault();
      onToggle(current);
    } else if (event.key === 'Enter' && onRow && onOpen !== undefined) {
      event.preventDefault();
      onOpen(current);
    }
  }

  return { active: current, setActive, onKeyDown };
}

/** `/` goes to the search field from anywhere on the page. */
export function useSearchKey(focus: () => void): void {
  useEffect(() => {
    const onKey = (event: globalThis.KeyboardEvent) => {
      if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      focus();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [focus]);
}
