'use client';

import { useQuery } from '@tanstack/react-query';
import { FileBarChart } from 'lucide-react';
import dynamic from 'next/dynamic';
import Link from 'next/link';
import { parseAsString, useQueryStates } from 'nuqs';
import { useMemo } from 'react';
import { ChartFrame } from '@/components/charts/chart-frame';
import { useChannelName, useNodeName } from '@/components/movements/use-node-name';
import { SkuPicker } from '@/components/pickers/sku-picker';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { skuHref } from '@/components/stock/sku-href';
import type { Column } from '@/components/table/column';
import { DataTable } from '@/components/table/data-table';
import { useList } from '@/components/table/use-list';
import { buttonClasses } from '@/components/ui/button-classes';
import { EmptyState } from '@/components/ui/empty-state';
import { PageHead } from '@/components/ui/page-head';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { reportOf } from '@/lib/reports/catalogue';
import type { Report, ReportName, ReportRow, ReportSummary } from '@/lib/reports/report';
import { cellText, figureText, isNumeric, type Names } from './figure';
import { RangeBar } from './range-bar';
import type { ReportActions } from './report-types';

const ReportSettingsSection = dynamic(() =>
  import('./report-settings').then((module) => module.ReportSettingsSection),
);
const ReportChart = dynamic(
  () => import('@/components/charts/report-chart').then((module) => module.ReportChart),
  { ssr: false, loading: () => <Skeleton className="h-full w-full" /> },
);

const filters = { sku: parseAsString.withDefault('') };
const keyOf = (row: ReportRow) => row.key;
const when = { from: parseAsString.withDefault(''), to: parseAsString.withDefault('') };

/** One report: its totals, its course, its rows. The range stands in the address. */
export function ReportScreen({ name, actions }: { name: ReportName; actions: ReportActions | null }) {
  const report = reportOf(name);
  const [{ from, to }, setRange] = useQueryStates(when);
  const node = useNodeName();
  const channel = useChannelName();
  const names = useMemo(() => ({ node, channel }), [node, channel]);
  const fixed = useMemo(() => ({ report: name, from, to }), [name, from, to]);
  const question = new URLSearchParams(fixed).toString();
  const summary = useQuery({
    queryKey: queryKeys.report(question),
    queryFn: ({ signal }) => readJson<ReportSummary>(`/api/ui/report?${question}`, signal),
  });
  const list = useList<ReportRow, typeof filters>({
    name: `report-${name}`,
    path: '/api/ui/report-rows',
    filters,
    sort: { sort: 'rank', direction: 'descending' },
    fixed,
    live: false,
  });
  const columns = useMemo(() => columnsOf(report, names), [report, names]);
  return (
    <div className="grid min-w-0 gap-4">
      <PageHead
        title={report.title}
        actions={
          <Link href="/reports" className={buttonClasses({ look: 'bare' })}>
            All reports
          </Link>
        }
      />
      <p className="max-w-prose text-sm text-muted">{report.says}</p>
      <RangeBar
        range={{ from, to }}
        instant={report.asks === 'instant'}
        onChange={(range) => void setRange(range, { history: 'push' })}
      />
      {summary.isError ? (
        <ReadFailure what="the figures" error={summary.error} onRetry={() => void summary.refetch()} />
      ) : (
        <Totals report={report} summary={summary.data} names={names} />
      )}
      {report.chart !== null && summary.data !== undefined && summary.data.points.length > 0 && (
        <Chart report={report} chart={report.chart} points={summary.data.points} names={names} />
      )}
      {(name === 'oversell' || name === 'cancellation-budget') && (
        <ReportSettingsSection of={name} actions={actions} />
      )}
      <DataTable
        list={list}
        label={report.title}
        columns={columns}
        keyOf={keyOf}
        csv
        {...(report.columns.some(({ id }) => id === 'sku')
          ? {
              toolbar: (
                <SkuPicker
                  className="w-40"
                  value={list.values.sku}
                  onChange={(sku) => void list.setValues({ sku: sku || null })}
                />
              ),
            }
          : {})}
        empty={
          <EmptyState icon={FileBarChart} title="Nothing in this range">
            <p>Nothing that this report counts happened then. Choose another range.</p>
          </EmptyState>
        }
      />
    </div>
  );
}

function columnsOf({ columns }: Report, names: Names): Column<ReportRow>[] {
  return columns.map((column) => ({
    id: column.id,
    header: column.header,
    ...(isNumeric(column) ? { numeric: true } : {}),
    ...(column.shown === false ? { shown: false } : {}),
    cell: (row) =>
      column.id === 'sku' && typeof row.sku === 'string' ? (
        <Link href={skuHref(row.sku)} className="underline underline-offset-2">
          {row.sku}
        </Link>
      ) : (
        cellText(column, row, names)
      ),
  }));
}

interface TotalsProps {
  report: Report;
  summary: ReportSummary | undefined;
  names: Names;
}

function Totals({ report, summary, names }: TotalsProps) {
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-3 lg:grid-cols-5" data-report-totals>
      {report.totals.map((column) => (
        <div key={column.id} className="grid gap-0.5 rounded-md border border-line bg-card p-3">
          <dt className="text-xs text-muted">{column.header}</dt>
          <dd className="text-lg font-semibold tabular-nums">
            {summary === undefined ? (
              <Skeleton className="h-5 w-16" />
            ) : (
              figureText(column, summary.totals[column.id], names)
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

interface ChartProps {
  report: Report;
  chart: NonNullable<Report['chart']>;
  points: ReportSummary['points'];
  names: Names;
}

function Chart({ report, chart, points, names }: ChartProps) {
  // Codes of places stand in the data; people read names.
  const placed = points.map((point) => ({ ...point, x: nameOf(String(point.x), report, names) }));
  const [first] = chart.series;
  const values = points.flatMap((point) =>
    first && point[first.id] != null ? [Number(point[first.id])] : [],
  );
  const told =
    first === undefined || values.length === 0
      ? ''
      : `${first.header} between ${figureText(first, Math.min(...values), names)} and ${figureText(first, Math.max(...values), names)}.`;
  return (
    <ChartFrame
      title={chart.title}
      summary={told}
      columns={[
        { header: chart.x === 'day' ? 'Day' : 'What' },
        ...chart.series.map(({ header }) => ({ header, numeric: true })),
      ]}
      rows={placed.map((point) => ({
        key: point.x,
        cells: [
          point.x,
          ...chart.series.map((column) =>
            figureText(column, (point as ReportSummary['points'][number])[column.id], names),
          ),
        ],
      }))}
    >
      <ReportChart
        kind={chart.x === 'day' ? 'lines' : 'bars'}
        series={chart.series.map(({ id, header }) => ({ id, name: header }))}
        points={placed}
        format={(value, id) =>
          figureText(chart.series.find((each) => each.id === id) ?? { kind: 'number' }, value, names)
        }
      />
    </ChartFrame>
  );
}

function nameOf(code: string, { name }: Report, names: Names): string {
  if (name === 'unit-accuracy' || name === 'stock-on-date') return names.node(code);
  if (name === 'undersell') return names.channel(code);
  return code;
}
