'use client';

import { Search } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { SegmentedControl } from '@/components/ui/segmented-control';
import { SelectInput } from '@/components/ui/select-input';
import type { StockFilters, StockView } from './stock-filters';

interface Props {
  state: StockFilters & { view: StockView };
  onChange: (change: { search?: string | null; category?: string | null; view?: StockView }) => unknown;
  categories: readonly string[];
}

const viewChoices = [
  { value: 'nodes', label: 'By node' },
  { value: 'channels', label: 'By channel' },
] as const;

export function StockToolbar({ state, onChange, categories }: Props) {
  const search = useRef<HTMLInputElement>(null);
  useEffect(() => {
    const focusSearch = (event: KeyboardEvent) => {
      if (event.key !== '/' || event.metaKey || event.ctrlKey || event.altKey || isTyping(event.target))
        return;
      event.preventDefault();
      search.current?.focus();
    };
    window.addEventListener('keydown', focusSearch);
    return () => window.removeEventListener('keydown', focusSearch);
  }, []);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <label className="relative min-w-0 grow sm:max-w-80 sm:grow">
        <span className="sr-only">Search SKU, name or barcode</span>
        <Search
          aria-hidden
          className="pointer-events-none absolute top-1/2 left-2.5 size-4 -translate-y-1/2 text-muted"
        />
        <input
          ref={search}
          type="search"
          aria-keyshortcuts="/"
          value={state.search}
          onChange={(event) => onChange({ search: event.target.value || null })}
          placeholder="SKU, name or barcode"
          className="h-8 w-full rounded-md border border-line-strong bg-card pr-8 pl-8 text-sm placeholder:text-muted focus-visible:outline-offset-0 max-sm:h-11 max-sm:text-base"
        />
        {state.search === '' && (
          <kbd
            aria-hidden
            className="pointer-events-none absolute top-1/2 right-2 -translate-y-1/2 rounded-sm border border-line px-1 font-mono text-xs text-muted max-sm:hidden"
          >
            /
          </kbd>
        )}
      </label>
      {categories.length > 0 && (
        <SelectInput
          aria-label="Category"
          className="max-w-56 max-sm:max-w-40"
          value={state.category}
          onChange={(event) => onChange({ category: event.target.value || null })}
        >
          <option value="">All categories</option>
          {categories.map((category) => (
            <option key={category} value={category}>
              {category}
            </option>
          ))}
        </SelectInput>
      )}
      <div className="sm:ml-auto">
        <SegmentedControl
          label="Columns"
          value={state.view}
          onChange={(view) => onChange({ view })}
          choices={viewChoices}
        />
      </div>
    </div>
  );
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, textarea, select, [contenteditable]');
}
