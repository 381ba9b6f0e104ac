import Link from 'next/link';
import { skuHref } from '@/components/stock/sku-href';
import type { Column } from '@/components/table/column';
import { Badge } from '@/components/ui/badge';
import { describeDocument, describeEvent } from '@/lib/ledger/describe-document';
import { formatInstant, formatUnits } from '@/lib/shared/format';
import type { MovementItem } from './movement-types';

export function movementColumns(nodeName: (node: string) => string): Column<MovementItem>[] {
  return [
    {
      id: 'recorded',
      header: 'Recorded',
      className: 'tabular-nums',
      cell: (item) => formatInstant(item.recordedAt),
    },
    { id: 'event', header: 'Event', className: 'font-medium', cell: (item) => describeEvent(item.type) },
    {
      id: 'sku',
      header: 'SKU',
      cell: (item) => (
        <Link
          href={skuHref(item.sku)}
          className="font-mono text-xs font-medium underline-offset-2 hover:underline"
        >
          {item.sku}
        </Link>
      ),
    },
    {
      id: 'quantity',
      header: 'Units',
      numeric: true,
      cell: (item) => (item.quantity === null ? '' : signed(item)),
    },
    { id: 'nodes', header: 'Where', cell: (item) => item.nodes.map(nodeName).join(', ') },
    {
      id: 'document',
      header: 'Document and reason',
      className: 'max-w-80 truncate',
      cell: (item) => describeDocument(item.content),
    },
    { id: 'by', header: 'By', className: 'max-w-40 truncate text-muted', cell: (item) => item.by },
    {
      id: 'state',
      header: 'State',
      cell: (item) =>
        item.refusal !== null ? (
          <Badge tone="warning">Refused</Badge>
        ) : item.reversedBy !== null ? (
          <Badge tone="neutral">Taken back</Badge>
        ) : (
          <Badge tone="good">Posted</Badge>
        ),
    },
  ];
}

/** An adjustment says which way it went. */
function signed({ quantity, content }: MovementItem): string {
  const units = formatUnits(quantity ?? 0);
  if (content.direction === 'decrease') return `−${units}`;
  return content.direction === 'increase' ? `+${units}` : units;
}
