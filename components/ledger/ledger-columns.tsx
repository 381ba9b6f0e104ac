import Link from 'next/link';
import { skuHref } from '@/components/stock/sku-href';
import type { Column } from '@/components/table/column';
import { describeDocument, describeEvent } from '@/lib/ledger/describe-document';
import { formatStamp } from '@/lib/shared/format';
import { BalanceChange } from './balance-change';
import type { LedgerItem } from './ledger-types';
import { ledgerStates } from './states';

/** `nodeName` gives a node's name; `withSku` is off where all rows are of one SKU. */
export function ledgerColumns(nodeName: (node: string) => string, withSku: boolean): Column<LedgerItem>[] {
  return [
    {
      id: 'recorded',
      header: 'Recorded',
      className: 'tabular-nums',
      cell: (item) => formatStamp(item.recordedAt),
    },
    {
      id: 'event',
      header: 'Event',
      className: 'font-medium',
      cell: (item) => describeEvent(item.type),
    },
    ...(withSku
      ? [
          {
            id: 'sku',
            header: 'SKU',
            cell: (item: LedgerItem) => (
              <Link
                href={skuHref(item.sku)}
                className="font-mono text-xs font-medium underline-offset-2 hover:underline"
              >
                {item.sku}
              </Link>
            ),
          },
        ]
      : []),
    { id: 'node', header: 'Stock node', cell: (item) => nodeName(item.node) },
    ...ledgerStates.map(({ state, label }) => ({
      id: state,
      header: label,
      numeric: true,
      cell: (item: LedgerItem) => (
        <BalanceChange delta={item.changes[state] ?? 0} balance={item.balances[state]} />
      ),
    })),
    {
      id: 'document',
      header: 'Document',
      className: 'max-w-72 truncate',
      cell: (item) => describeDocument(item),
    },
    {
      id: 'source',
      header: 'Source and id',
      className: 'max-w-64 truncate font-mono text-xs text-muted',
      cell: (item) => `${item.source} · ${item.id}`,
    },
    { id: 'by', header: 'By', className: 'max-w-40 truncate text-muted', cell: (item) => item.actorName },
    {
      id: 'occurred',
      header: 'Happened',
      shown: false,
      className: 'tabular-nums',
      cell: (item) => formatStamp(item.occurredAt),
    },
    {
      id: 'sequence',
      header: 'Number',
      shown: false,
      numeric: true,
      cell: (item) => item.sequence,
    },
  ];
}
