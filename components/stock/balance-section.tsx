'use client';

import { useQuery } from '@tanstack/react-query';
import dynamic from 'next/dynamic';
import { useState } from 'react';
import { ChartFrame } from '@/components/charts/chart-frame';
import { NodeSelect } from '@/components/pickers/place-select';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import type { BalanceHistory } from '@/lib/ledger/balance-steps';
import { describeEvent } from '@/lib/ledger/describe-document';
import { formatStamp, formatUnits } from '@/lib/shared/format';
import type { Dimensions } from './stock-types';

const BalanceChart = dynamic(
  () => import('@/components/charts/balance-chart').then((module) => module.BalanceChart),
  { ssr: false, loading: () => <Skeleton className="h-full w-full" /> },
);

/** How the balance came to be what it is, step by step. */
export function BalanceSection({ sku, nodes }: { sku: string; nodes: Dimensions['nodes'] }) {
  const [node, setNode] = useState('');
  const history = useQuery({
    queryKey: queryKeys.stock.history(sku, node),
    queryFn: ({ signal }) =>
      readJson<BalanceHistory & { complete: boolean }>(
        `/api/ui/balance-history?${new URLSearchParams({ sku, node })}`,
        signal,
      ),
  });
  const named = new Map(nodes.map((place) => [place.node, place.name]));
  if (history.isError)
    return (
      <ReadFailure
        what="the course of the balance"
        error={history.error}
        onRetry={() => void history.refetch()}
      />
    );
  const { steps = [], before, complete = true } = history.data ?? {};
  if (history.isSuccess && steps.length === 0) return null;
  return (
    <ChartFrame
      title="Course of the balance, by when things happened"
      summary={history.data === undefined ? 'Loading' : summaryOf(steps, before?.onHand ?? 0, complete)}
      actions={<NodeSelect value={node} onChange={setNode} />}
      columns={[
        { header: 'Happened' },
        { header: 'Event' },
        { header: 'Stock node' },
        { header: 'Available', numeric: true },
        { header: 'On hand', numeric: true },
      ]}
      rows={steps.toReversed().map((step) => ({
        key: `${step.sequence} ${step.node}`,
        cells: [
          formatStamp(step.at),
          describeEvent(step.type),
          named.get(step.node) ?? step.node,
          formatUnits(step.available),
          formatUnits(step.onHand),
        ],
      }))}
    >
      {history.data && <BalanceChart before={history.data.before} steps={steps} />}
    </ChartFrame>
  );
}

function summaryOf(steps: BalanceHistory['steps'], first: number, complete: boolean): string {
  const last = steps.at(-1);
  const lowest = Math.min(first, ...steps.map(({ onHand }) => onHand));
  const highest = Math.max(first, ...steps.map(({ onHand }) => onHand));
  return `${complete ? 'Since the first movement' : `The last ${formatUnits(steps.length)} movements`}: on hand from ${formatUnits(first)} to ${formatUnits(last?.onHand ?? first)}, lowest ${formatUnits(lowest)}, highest ${formatUnits(highest)}.`;
}
