import Link from 'next/link';
import { skuHref } from '@/components/stock/sku-href';
import type { Column } from '@/components/table/column';
import { formatUnits } from '@/lib/shared/format';
import { ageWords } from './age';
import { LineStatusBadge } from './line-status-badge';
import type { OrderLineView } from './order-types';

interface Words {
  nodeName: (node: string) => string;
  channelName: (channel: string) => string;
  nowMs: number;
}

/** Zeros are left out where they say nothing. */
const some = (units: number) => (units === 0 ? '' : formatUnits(units));

export function orderColumns({ nodeName, channelName, nowMs }: Words): Column<OrderLineView>[] {
  return [
    {
      id: 'order',
      header: 'Order',
      className: 'font-medium',
      cell: ({ order, line }) => (
        <>
          {order} <span className="text-xs text-muted">· {line}</span>
        </>
      ),
    },
    { id: 'channel', header: 'Channel', cell: ({ channel }) => channelName(channel) },
    {
      id: 'sku',
      header: 'SKU',
      cell: ({ sku }) => (
        <Link
          href={skuHref(sku)}
          className="font-mono text-xs font-medium underline-offset-2 hover:underline"
        >
          {sku}
        </Link>
      ),
    },
    { id: 'status', header: 'Status', cell: (line) => <LineStatusBadge line={line} /> },
    { id: 'ordered', header: 'Ordered', numeric: true, cell: ({ ordered }) => formatUnits(ordered) },
    { id: 'cancelled', header: 'Cancelled', numeric: true, cell: ({ cancelled }) => some(cancelled) },
    { id: 'shipped', header: 'Shipped', numeric: true, cell: ({ shipped }) => some(shipped) },
    { id: 'returned', header: 'Returned', numeric: true, cell: ({ returned }) => some(returned) },
    {
      id: 'backordered',
      header: 'Backordered',
      numeric: true,
      className: 'font-semibold',
      cell: ({ backordered }) => some(backordered),
    },
    {
      id: 'claims',
      header: 'Claims',
      className: 'tabular-nums',
      cell: ({ claims }) =>
        Object.entries(claims)
          .map(([node, units]) => `${nodeName(node)} ${formatUnits(units)}`)
          .join(', '),
    },
    {
      id: 'age',
      header: 'Age',
      numeric: true,
      cell: ({ placedAt }) => ageWords(placedAt, nowMs),
    },
  ];
}
