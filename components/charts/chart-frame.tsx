'use client';

import { ChartLine, Table2 } from 'lucide-react';
import { type ReactNode, useId, useState } from 'react';
import { Button } from '@/components/ui/button';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';

interface Props {
  title: string;
  /** What the chart says, in a sentence: all that somebody needs who cannot see it. */
  summary: string;
  /** The same numbers as a table. */
  columns: readonly { header: string; numeric?: boolean }[];
  rows: readonly { key: string; cells: readonly ReactNode[] }[];
  /** Height of the drawing in pixels; the place is kept while it loads. */
  height?: number;
  /** What chooses what is drawn. */
  actions?: ReactNode;
  children: ReactNode;
}

/** What every chart stands in: a title, a summary in words, and its numbers as a table for whoever wants them. */
export function ChartFrame({ title, summary, columns, rows, height = 240, actions, children }: Props) {
  const [asTable, setAsTable] = useState(false);
  const id = useId();
  return (
    <figure aria-labelledby={id} className="grid min-w-0 gap-2 rounded-md border border-line bg-card p-4">
      <div className="flex flex-wrap items-start gap-3">
        <figcaption className="grid min-w-0 grow gap-0.5">
          <span id={id} className="text-sm font-semibold">
            {title}
          </span>
          <span className="text-xs text-muted">{summary}</span>
        </figcaption>
        {actions}
        <Button look="bare" aria-pressed={asTable} onClick={() => setAsTable(!asTable)}>
          {asTable ? <ChartLine aria-hidden /> : <Table2 aria-hidden />}
          {asTable ? 'As chart' : 'As table'}
        </Button>
      </div>
      {asTable ? (
        <TableFrame label={title} viewportClassName="max-h-80">
          <Table>
            <thead className="sticky top-0 z-10">
              <tr>
                {columns.map(({ header, numeric }) => (
                  <HeadCell key={header} className={numeric ? 'text-right' : ''}>
                    {header}
                  </HeadCell>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map(({ key, cells }) => (
                <tr key={key}>
                  {cells.map((cell, index) => (
                    <Cell
                      key={columns[index]?.header ?? index}
                      className={columns[index]?.numeric ? 'text-right tabular-nums' : ''}
                    >
                      {cell}
                    </Cell>
                  ))}
                </tr>
              ))}
            </tbody>
          </Table>
        </TableFrame>
      ) : (
        // A drawing that has not yet heard of a narrower window must not widen the page.
        <div aria-hidden style={{ height }} className="min-w-0 overflow-hidden">
          {children}
        </div>
      )}
    </figure>
  );
}
