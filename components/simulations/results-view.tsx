'use client';

import dynamic from 'next/dynamic';
import { ChartFrame } from '@/components/charts/chart-frame';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatRate, formatUnits } from '@/lib/shared/format';
import type { Comparison } from '@/lib/simulation/compare';
import { policyWords } from './simulation-words';

const PolicyBars = dynamic(
  () => import('@/components/charts/policy-bars').then((module) => module.PolicyBars),
  {
    loading: () => <Skeleton className="h-full w-full" />,
  },
);

const named = (policy: string) => policyWords[policy] ?? policy;

/** What each policy came to: means per run. */
export function ResultsView({ results }: { results: readonly Comparison[] }) {
  const [first] = results;
  if (first === undefined) return null;
  const even = results.every((row) => row.oversoldUnits === first.oversoldUnits);
  const safest = results.reduce((best, row) => (row.oversoldUnits < best.oversoldUnits ? row : best));
  return (
    <>
      <TableFrame label="Results by policy">
        <Table>
          <thead>
            <tr>
              <HeadCell>Policy</HeadCell>
              <HeadCell className="text-right">Oversold units</HeadCell>
              <HeadCell className="text-right">Fill %</HeadCell>
              <HeadCell className="text-right">Orders cancelled</HeadCell>
              <HeadCell className="text-right">Pushes</HeadCell>
              <HeadCell className="text-right">Revenue</HeadCell>
            </tr>
          </thead>
          <tbody>
            {results.map((row) => (
              <tr key={row.policy}>
                <th
                  scope="row"
                  className="h-(--row) border-b border-line px-3 text-left font-medium whitespace-nowrap"
                >
                  {named(row.policy)}
                </th>
                <Cell className="text-right font-semibold tabular-nums">{row.oversoldUnits.toFixed(2)}</Cell>
                <Cell className="text-right tabular-nums">{row.fillPercent.toFixed(2)}</Cell>
                <Cell className="text-right tabular-nums">{row.cancelledOrders.toFixed(2)}</Cell>
                <Cell className="text-right tabular-nums">{formatUnits(row.pushes)}</Cell>
                <Cell className="text-right tabular-nums">{formatUnits(row.revenue)}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
      <p className="text-xs text-muted">
        Means of {formatUnits(first.seeds)} {first.seeds === 1 ? 'run' : 'runs'} per policy. Fill: fulfilled
        units in percent of the smaller of stock and demand. Revenue: fulfilled units times the worth of their
        channel.
      </p>
      <div className="grid grid-cols-2 gap-4 max-lg:grid-cols-1">
        <ChartFrame
          title="Oversold units"
          summary={
            even
              ? `All oversold the same: ${formatRate(first.oversoldUnits)} units a run.`
              : `${named(safest.policy)} oversold least: ${formatRate(safest.oversoldUnits)} units a run.`
          }
          columns={[{ header: 'Policy' }, { header: 'Oversold units', numeric: true }]}
          rows={results.map((row) => ({
            key: row.policy,
            cells: [named(row.policy), row.oversoldUnits.toFixed(2)],
          }))}
        >
          <PolicyBars
            bars={results.map((row) => ({ name: named(row.policy), value: row.oversoldUnits }))}
            colour="var(--series-6)"
          />
        </ChartFrame>
        <ChartFrame
          title="Fill"
          summary="Fulfilled, in percent of what could have been."
          columns={[{ header: 'Policy' }, { header: 'Fill %', numeric: true }]}
          rows={results.map((row) => ({
            key: row.policy,
            cells: [named(row.policy), row.fillPercent.toFixed(2)],
          }))}
        >
          <PolicyBars
            bars={results.map((row) => ({ name: named(row.policy), value: row.fillPercent }))}
            colour="var(--series-1)"
          />
        </ChartFrame>
      </div>
    </>
  );
}
