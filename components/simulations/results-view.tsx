'use client';

import dynamic from 'next/dynamic';
import { ChartFrame } from '@/components/charts/chart-frame';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatRate, formatUnits } from '@/lib/shared/format';
import type { Comparison } from '@/lib/simulation/compare';
import { history_scenario } from '@/lib/simulation/limits';
import { policyWords, scenarioWords } from './simulation-words';

const PolicyBars = dynamic(
  () => import('@/components/charts/policy-bars').then((module) => module.PolicyBars),
  {
    loading: () => <Skeleton className="h-full w-full" />,
  },
);

const named = (policy: string) => policyWords[policy] ?? policy;

/** What each policy came to in one scenario: means per run. */
export function ResultsView({ scenario, results }: { scenario: string; results: readonly Comparison[] }) {
  const [first] = results;
  if (first === undefined) return null;
  const title = scenario === history_scenario ? 'Recorded history' : (scenarioWords[scenario] ?? scenario);
  const even = results.every((row) => row.oversoldUnits === first.oversoldUnits);
  const safest = results.reduce((best, row) => (row.oversoldUnits < best.oversoldUnits ? row : best));
  return (
    <section aria-label={title} className="grid min-w-0 gap-3">
      <h2 className="text-base font-semibold">{title}</h2>
      <TableFrame label={`Results by policy: ${title}`}>
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
        Means of {formatUnits(first.seeds)} {first.seeds === 1 ? 'run' : 'runs'} per policy
        {first.skus > 1 && `, each of ${formatUnits(first.skus)} SKUs`}
        {first.skus === 0 && '. Nothing was ordered in this stretch'}. Fill: fulfilled units in percent of the
        smaller of stock and demand. Pushes are per SKU. Revenue: fulfilled units times the worth of their
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
    </section>
  );
}
