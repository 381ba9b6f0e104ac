'use client';

import { Printer } from 'lucide-react';
import type { Route } from 'next';
import Link from 'next/link';
import { useChannelName, useNodeName } from '@/components/movements/use-node-name';
import { Button } from '@/components/ui/button';
import { buttonClasses } from '@/components/ui/button-classes';
import { Notice } from '@/components/ui/notice';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { reportOf } from '@/lib/reports/catalogue';
import type { ReportName, ReportRow, ReportSummary } from '@/lib/reports/report';
import { formatStamp, formatUnits, zoneName } from '@/lib/shared/format';
import { cellText, isNumeric } from './figure';
import { Totals } from './report-screen';

interface Props {
  name: ReportName;
  range: { from: string; to: string };
  at: string;
  summary: ReportSummary;
  rows: readonly ReportRow[];
  /** There are more rows than paper should hold. */
  cut: boolean;
}

/** A report for paper: all its rows, with the range, the definition and when it was made. */
export function ReportPrint({ name, range, at, summary, rows, cut }: Props) {
  const report = reportOf(name);
  const names = { node: useNodeName(), channel: useChannelName() };
  const columns = report.columns.filter(({ shown }) => shown !== false);
  return (
    <div className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <h1 className="grow text-lg font-semibold">{report.title}</h1>
        <Link
          href={`/reports/${name}?${new URLSearchParams(range)}` as Route}
          className={`${buttonClasses({ look: 'bare' })} print:hidden`}
        >
          Back
        </Link>
        <Button look="primary" className="print:hidden" onClick={() => window.print()}>
          <Printer aria-hidden />
          Print
        </Button>
      </div>
      <p className="text-sm">
        {report.asks === 'range' && <>After {formatStamp(range.from)} up to </>}
        {report.asks === 'instant' && 'At '}
        {formatStamp(range.to)} ({zoneName}). {formatUnits(rows.length)} rows. Made {formatStamp(at)}.
      </p>
      <p className="text-xs text-muted">{report.says}</p>
      {cut && (
        <Notice tone="warning">
          These are the first {formatUnits(rows.length)} rows. The CSV file has all of them.
        </Notice>
      )}
      <Totals report={report} summary={summary} names={names} />
      <TableFrame label={report.title}>
        <Table>
          <thead>
            <tr>
              {columns.map((column) => (
                <HeadCell key={column.id} className={isNumeric(column) ? 'text-right' : ''}>
                  {column.header}
                </HeadCell>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.key} data-row={row.key}>
                {columns.map((column) => (
                  <Cell key={column.id} className={isNumeric(column) ? 'text-right tabular-nums' : ''}>
                    {cellText(column, row, names)}
                  </Cell>
                ))}
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </div>
  );
}
