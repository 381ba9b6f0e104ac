'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Quantity } from '@/components/ui/quantity';
import { ReadFailure } from '@/components/ui/read-failure';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatDays, formatRate } from '@/lib/shared/format';
import { Section } from './section';
import type { Dimensions } from './stock-types';

interface NodeSettings {
  node: string;
  sellable: boolean;
  safetyStock: number;
  dailyDemand: number;
  coverDays: number | null;
  leadDays: number;
}

/** What is kept back per node, and what it is judged by. */
export function SettingsSection({ sku, nodes }: { sku: string; nodes: Dimensions['nodes'] }) {
  const settings = useQuery({
    queryKey: queryKeys.stock.settings(sku),
    queryFn: ({ signal }) =>
      readJson<{ items: NodeSettings[] }>(`/api/ui/sku-settings?${new URLSearchParams({ sku })}`, signal),
  });
  const named = new Map(nodes.map(({ node, name }) => [node, name]));
  return (
    <Section title="Safety stock and replenishment" note="Demand is the mean of the last 56 days">
      {settings.isError && (
        <ReadFailure what="the settings" error={settings.error} onRetry={() => void settings.refetch()} />
      )}
      <TableFrame label="Settings per stock node">
        <Table>
          <thead>
            <tr>
              <HeadCell>Stock node</HeadCell>
              <HeadCell className="text-right">Safety stock</HeadCell>
              <HeadCell className="text-right">Lead time</HeadCell>
              <HeadCell className="text-right">Demand a day</HeadCell>
              <HeadCell className="text-right">Lasts</HeadCell>
              <HeadCell>For sale</HeadCell>
            </tr>
          </thead>
          <tbody>
            {settings.data?.items.length === 0 && (
              <tr>
                <Cell colSpan={6} className="text-muted">
                  No node has held this SKU. What is kept back shows with the first receipt.
                </Cell>
              </tr>
            )}
            {settings.data?.items.map((item) => (
              <tr key={item.node}>
                <Cell>{named.get(item.node) ?? item.node}</Cell>
                <Cell className="text-right">
                  <Quantity units={item.safetyStock} />
                </Cell>
                <Cell className="text-right tabular-nums">{formatDays(item.leadDays)}</Cell>
                <Cell className="text-right tabular-nums">{formatRate(item.dailyDemand)}</Cell>
                <Cell className="text-right tabular-nums">
                  {item.coverDays === null ? '–' : formatDays(item.coverDays)}
                </Cell>
                <Cell>{item.sellable ? 'yes' : 'closed'}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </Section>
  );
}
