'use client';

import { useQuery } from '@tanstack/react-query';
import Link from 'next/link';
import { BalanceChange } from '@/components/ledger/balance-change';
import type { LedgerItem } from '@/components/ledger/ledger-types';
import { queryKeys } from '@/components/query-keys';
import { readJson } from '@/components/read-json';
import { Section } from '@/components/stock/section';
import { skuHref } from '@/components/stock/sku-href';
import { useDimensions } from '@/components/stock/use-dimensions';
import { ReadFailure } from '@/components/ui/read-failure';
import { Skeleton } from '@/components/ui/skeleton';
import { Cell, HeadCell, Table, TableFrame } from '@/components/ui/table';
import { describeDocument, describeEvent } from '@/lib/ledger/describe-document';
import { formatInstant, zoneName } from '@/lib/shared/format';

const events_shown = 8;
const pending = Array.from({ length: events_shown }, (_, index) => `pending ${index}`);

/** The newest movements, as they happen. */
export function LastEventsSection() {
  const last = useQuery({
    queryKey: [...queryKeys.lists, 'last-events'],
    queryFn: ({ signal }) =>
      readJson<{ items: LedgerItem[] }>(`/api/ui/ledger?limit=${events_shown}`, signal),
  });
  const dimensions = useDimensions();
  const named = new Map(dimensions.data?.nodes.map(({ node, name }) => [node, name]));
  return (
    <Section
      title="Last movements"
      note={
        <>
          Times in {zoneName}.{' '}
          <Link href="/ledger" className="underline underline-offset-2 hover:text-text">
            The whole ledger
          </Link>
        </>
      }
    >
      {last.isError && (
        <ReadFailure what="the last movements" error={last.error} onRetry={() => void last.refetch()} />
      )}
      <TableFrame label="Last movements">
        <Table>
          <thead>
            <tr>
              <HeadCell className="w-36">Recorded</HeadCell>
              <HeadCell>Event</HeadCell>
              <HeadCell>SKU</HeadCell>
              <HeadCell>Stock node</HeadCell>
              <HeadCell className="text-right">Available</HeadCell>
              <HeadCell className="text-right">Committed</HeadCell>
              <HeadCell>Document</HeadCell>
            </tr>
          </thead>
          <tbody>
            {last.isPending &&
              pending.map((row) => (
                <tr key={row}>
                  <Cell colSpan={7}>
                    <Skeleton className="w-2/3" />
                  </Cell>
                </tr>
              ))}
            {last.data?.items.length === 0 && (
              <tr>
                <Cell colSpan={7} className="text-muted">
                  Nothing has moved yet. The first receipt will stand here.
                </Cell>
              </tr>
            )}
            {last.data?.items.map((item) => (
              <tr key={`${item.sequence} ${item.node}`}>
                <Cell className="tabular-nums">
                  <Link
                    href={`/ledger?event=${item.sequence}.${encodeURIComponent(item.sku)}`}
                    className="underline-offset-2 hover:underline"
                  >
                    {formatInstant(item.recordedAt)}
                  </Link>
                </Cell>
                <Cell className="font-medium">{describeEvent(item.type)}</Cell>
                <Cell>
                  <Link
                    href={skuHref(item.sku)}
                    className="font-mono text-xs font-medium underline-offset-2 hover:underline"
                  >
                    {item.sku}
                  </Link>
                </Cell>
                <Cell>{named.get(item.node) ?? item.node}</Cell>
                {(['available', 'committed'] as const).map((state) => (
                  <Cell key={state} className="text-right tabular-nums">
                    <BalanceChange delta={item.changes[state] ?? 0} balance={item.balances[state]} />
                  </Cell>
                ))}
                <Cell className="max-w-72 truncate text-muted">{describeDocument(item)}</Cell>
              </tr>
            ))}
          </tbody>
        </Table>
      </TableFrame>
    </Section>
  );
}
