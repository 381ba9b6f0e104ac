import Link from 'next/link';
import { skuHref } from '@/components/stock/sku-href';
import type { Column } from '@/components/table/column';
import { Badge } from '@/components/ui/badge';
import { describeCause } from '@/lib/discrepancies/describe-cause';
import { formatDelta, formatStamp, formatUnits } from '@/lib/shared/format';
import { type DiscrepancyView, kindWords, resolutionWords } from './discrepancy-types';

export function discrepancyColumns(nodeName: (node: string) => string): Column<DiscrepancyView>[] {
  return [
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
    {
      id: 'difference',
      header: 'Difference',
      numeric: true,
      className: 'font-semibold',
      cell: ({ difference }) => formatDelta(difference),
    },
    { id: 'node', header: 'Node', cell: ({ node }) => nodeName(node) },
    { id: 'status', header: 'Status', cell: (item) => <CaseBadge item={item} /> },
    {
      id: 'books',
      header: 'Books',
      numeric: true,
      cell: ({ expected, expectedNow }) => formatUnits(expectedNow ?? expected),
    },
    { id: 'actual', header: 'Other source', numeric: true, cell: ({ actual }) => formatUnits(actual) },
    {
      id: 'cause',
      header: 'Likely cause',
      cell: ({ causes: [cause] }) => (cause === undefined ? '' : describeCause(cause, nodeName)),
    },
    { id: 'kind', header: 'Found by', cell: ({ kind }) => kindWords[kind] ?? kind },
    {
      id: 'class',
      header: 'Class',
      cell: (item) => (
        <>
          {item.class} <span className="text-xs text-muted">±{formatUnits(item.tolerance)}</span>
        </>
      ),
    },
    { id: 'at', header: 'As of', numeric: true, cell: ({ occurredAt }) => formatStamp(occurredAt) },
  ];
}

export function CaseBadge({ item }: { item: DiscrepancyView }) {
  if (item.status === 'resolved')
    return <Badge tone="good">{resolutionWords[item.resolution ?? 'counted']}</Badge>;
  return item.beyondTolerance ? (
    <Badge tone="warning">Open</Badge>
  ) : (
    <Badge tone="information">Within tolerance</Badge>
  );
}
