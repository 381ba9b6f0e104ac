'use client';

import { useQuery } from '@tanstack/react-query';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Quantity } from '@/components/ui/quantity';
import { ReadFailure } from '@/components/ui/read-failure';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { formatMinute, formatUnits, zoneName } from '@/lib/shared/format';
import { Section } from './section';
import type { Dimensions } from './stock-types';

interface Held {
  reservation: string;
  channel: string;
  order: string;
  line: string;
  claims: Record<string, number>;
  held: number;
  expiresAt: string | null;
}

/** Units held for orders that are not placed yet. */
export function ReservationsSection({ sku, dimensions }: { sku: string; dimensions: Dimensions }) {
  const held = useQuery({
    queryKey: queryKeys.stock.reservations(sku),
    queryFn: ({ signal }) =>
      readJson<{ items: Held[] }>(`/api/ui/sku-reservations?${new URLSearchParams({ sku })}`, signal),
  });
  const nodes = new Map(dimensions.nodes.map(({ node, name }) => [node, name]));
  const channels = new Map(dimensions.channels.map(({ channel, name }) => [channel, name]));
  return (
    <Section title="Reservations" note={`Held now; times in ${zoneName}`}>
      {held.isError && (
        <ReadFailure what="the reservations" error={held.error} onRetry={() => void held.refetch()} />
      )}
      <TableFrame label="Reservations of this SKU">
        <Table>
          <thead>
            <tr>
              <HeadCell>Order</HeadCell>
              <HeadCell>Channel</HeadCell>
              <HeadCell className="text-right">Held</HeadCell>
              <HeadCell>At</HeadCell>
              <HeadCell>Expires</HeadCell>
              <HeadCell>Reservation</HeadCell>
            </tr>
          </thead>
          <tbody>
            {held.data?.items.length === 0 && (
              <tr>
                <Cell colSpan={6} className="text-muted">
                  No unit is reserved. A reservation holds units until its order is placed or it expires.
                </Cell>
              </tr>
            )}
            {held.data?.items.map((item) => (
              <tr key={`${item.reservation} ${item.channel} ${item.order} ${item.line}`}>
                <Cell>
                  {item.order} <span className="text-muted">line {item.line}</span>
                </Cell>
                <Cell>{channels.get(item.channel) ?? item.channel}</Cell>
                <Cell className="text-right">
                  <Quantity units={item.held} className="font-semibold" />
                </Cell>
                <Cell>
                  {Object.entries(item.claims)
                    .map(([node, units]) => `${nodes.get(node) ?? node} ${formatUnits(units)}`)
                    .join(', ')}
                </Cell>
                <Cell className="tabular-nums">
                  {item.expiresAt === null ? 'never' : formatMinute(item.expiresAt)}
                </Cell>
                <Cell className="font-mono text-xs text-muted">{item.reservation}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </Section>
  );
}
