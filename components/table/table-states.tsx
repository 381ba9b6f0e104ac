'use client';

import { Lock, SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import { errorCode } from '@/components/read-json';
import { Button } from '@/components/ui/button';
import { EmptyState } from '@/components/ui/empty-state';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import type { List } from './use-list';

const pendingRows = Array.from({ length: 12 }, (_, index) => `pending ${index}`);

interface Props {
  list: Pick<List<unknown>, 'query' | 'items' | 'filtered' | 'clear' | 'more'>;
  label: string;
  span: number;
  empty: ReactNode;
  noMatchHint: string | undefined;
}

/** What stands in a table that has no rows: loading, not allowed, failed, nothing yet, nothing that matches. */
export function TableStates({ list, label, span, empty, noMatchHint }: Props) {
  const { query, items, filtered, clear, more } = list;
  const wide = (children: ReactNode) => (
    <tr>
      <td colSpan={span} className="p-0">
        <div className="sticky left-0 max-w-[calc(100vw-32px)] lg:max-w-[calc(100vw-260px)]">{children}</div>
      </td>
    </tr>
  );
  if (query.isPending)
    return pendingRows.map((row, index) => (
      <tr key={row}>
        <td colSpan={span} className="h-(--row) border-b border-line px-3">
          <Skeleton className={['w-2/3', 'w-1/2', 'w-3/5'][index % 3] ?? ''} />
        </td>
      </tr>
    ));
  if (query.isError && items.length === 0) {
    if (errorCode(query.error) === 'forbidden')
      return wide(
        <EmptyState icon={Lock} title={`Your role does not include this: ${label}`}>
          <p>An administrator can give you a role that does.</p>
        </EmptyState>,
      );
    return wide(
      <div className="p-4">
        <ReadFailure
          what={label.toLocaleLowerCase()}
          error={query.error}
          onRetry={() => void query.refetch()}
        />
      </div>,
    );
  }
  if (items.length > 0 || more !== null) return null;
  if (!filtered) return wide(empty);
  return wide(
    <EmptyState
      icon={SearchX}
      title="Nothing matches these filters"
      action={<Button onClick={() => void clear()}>Clear filters</Button>}
    >
      <p>{noMatchHint ?? 'Filters apply together.'}</p>
    </EmptyState>,
  );
}
