'use client';

import { ArrowUpToLine, Download, Printer } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { SelectInput } from '@/components/ui/select-input';
import type { ColumnChoice } from './column';
import { ColumnsMenu } from './columns-menu';
import { SavedViewsMenu } from './saved-views-menu';
import { type List, page_sizes } from './use-list';

interface Props {
  list: Pick<
    List<unknown>,
    'name' | 'path' | 'question' | 'size' | 'setSize' | 'toTop' | 'filtered' | 'clear'
  >;
  columns: readonly { id: string; header: string; shown: boolean; fixed: boolean }[];
  onColumns: (choice: ColumnChoice | null) => void;
  csv: boolean;
  waiting: number;
  onShowWaiting: () => void;
  children: ReactNode;
}

/** Search and filters at the left, how the table looks at the right. */
export function TableToolbar({ list, columns, onColumns, csv, waiting, onShowWaiting, children }: Props) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      {children}
      {list.filtered && (
        <Button look="bare" onClick={() => void list.clear()}>
          Clear filters
        </Button>
      )}
      <div className="ml-auto flex flex-wrap items-center gap-1">
        {waiting > 0 && (
          <Button onClick={onShowWaiting}>
            <ArrowUpToLine aria-hidden />
            {waiting} new
          </Button>
        )}
        {list.toTop && (
          <Button look="bare" onClick={() => void list.toTop?.()}>
            <ArrowUpToLine aria-hidden />
            To the top
          </Button>
        )}
        <SavedViewsMenu list={list.name} />
        <ColumnsMenu columns={columns} onChange={onColumns} />
        <SelectInput
          aria-label="Rows per page"
          className="w-28 max-sm:hidden"
          value={list.size}
          onChange={(event) => void list.setSize(Number(event.target.value))}
        >
          {page_sizes.map((size) => (
            <option key={size} value={size}>
              {size} rows
            </option>
          ))}
        </SelectInput>
        {csv && (
          <>
            <a
              href={`${list.path}?${list.question}&format=csv`}
              download={`${list.name}.csv`}
              className={buttonClasses({ look: 'bare' })}
            >
              <Download aria-hidden />
              CSV
            </a>
            <a
              href={`${list.path}?${list.question}&format=print`}
              target="_blank"
              rel="noopener"
              className={buttonClasses({ look: 'bare', className: 'max-sm:hidden' })}
            >
              <Printer aria-hidden />
              <span className="max-2xl:sr-only">Print all rows</span>
            </a>
          </>
        )}
      </div>
    </div>
  );
}
