'use client';

import { X } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { readJson } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { tellFailed } from '@/components/ui/toast';
import { formatUnits } from '@/lib/shared/format';
import { nothingSelected, type Selection, selectedCount } from './selection';
import type { List } from './use-list';

interface Props {
  list: Pick<List<unknown>, 'path' | 'question' | 'more'>;
  selection: Selection;
  onSelection: (selection: Selection) => void;
  /** The actions. */
  children: ReactNode;
}

/** What can be done with the rows selected; stands in its place only while there are any. */
export function BulkBar({ list, selection, onSelection, children }: Props) {
  const [counting, setCounting] = useState(false);
  const count = selectedCount(selection);
  if (count === 0) return null;

  async function selectMatching() {
    setCounting(true);
    try {
      const counted = await readJson<{ count: number; capped: boolean }>(
        `${list.path}?${list.question}&count=1`,
      );
      onSelection({ kind: 'matching', query: list.question, ...counted });
    } catch {
      tellFailed('The server could not count what matches. The rows you selected stay selected.');
    } finally {
      setCounting(false);
    }
  }

  return (
    <section
      aria-label="Selected rows"
      className="flex flex-wrap items-center gap-2 rounded-md border border-line bg-selected px-3 py-1.5 text-sm"
    >
      <p role="status" className="font-medium tabular-nums">
        {selection.kind === 'matching' && 'All '}
        {formatUnits(count)}
        {selection.kind === 'matching' && selection.capped && ' or more'} selected
      </p>
      {selection.kind === 'rows' && list.more !== null && (
        <Button look="bare" onClick={() => void selectMatching()} disabled={counting}>
          {counting ? 'Counting…' : 'Select all that match'}
        </Button>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-2">
        {children}
        <Button
          look="bare"
          size="icon"
          aria-label="Clear selection"
          onClick={() => onSelection(nothingSelected)}
        >
          <X aria-hidden />
        </Button>
      </div>
    </section>
  );
}
