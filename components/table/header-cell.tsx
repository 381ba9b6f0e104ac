'use client';

import { ArrowDown, ArrowUp, ChevronsUpDown } from 'lucide-react';
import { classNames } from '@/components/ui/class-names';
import { HeadCell } from '@/components/ui/table';
import type { Direction } from './column';

interface Sort {
  sort: string;
  direction: Direction;
}

interface Props {
  title: string;
  numeric: boolean;
  sort: string | undefined;
  current: Sort;
  onSort: (sort: Sort) => void;
  first: boolean;
  afterBox: boolean;
}

/** The head of a column; where the server can sort by it, a button that does and says how it stands. */
export function HeaderCell({ title, numeric, sort, current, onSort, first, afterBox }: Props) {
  const sorted = sort !== undefined && sort === current.sort;
  const Icon = !sorted ? ChevronsUpDown : current.direction === 'ascending' ? ArrowUp : ArrowDown;
  return (
    <HeadCell
      {...(sorted ? { 'aria-sort': current.direction } : {})}
      className={classNames(
        numeric && 'text-right',
        first && 'sticky z-30 border-r',
        first && (afterBox ? 'left-9' : 'left-0'),
      )}
    >
      {sort === undefined ? (
        title
      ) : (
        <button
          type="button"
          onClick={() =>
            onSort({
              sort,
              direction: sorted && current.direction === 'ascending' ? 'descending' : 'ascending',
            })
          }
          className={classNames(
            '-mx-1 inline-flex h-6 items-center gap-1 rounded-sm px-1 hover:text-text',
            sorted && 'text-text',
          )}
        >
          {title}
          <Icon aria-hidden className="size-3" />
          <span className="sr-only">
            {sorted ? `, sorted ${current.direction}; reverse` : ', sort by this'}
          </span>
        </button>
      )}
    </HeadCell>
  );
}
